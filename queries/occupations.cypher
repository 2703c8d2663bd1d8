/*
title: {fr: Métiers, en: Occupations}
help:
  fr: Les métiers du graphe, pour choisir celui dont on parle.
  en: The occupations of the graph, to choose the one in question.
theme: choices
columns:
  occupation: {fr: Code ROME, en: ROME code, key_of: Occupation}
  title: {fr: Intitulé, en: Title}
*/
MATCH (o:Occupation)
RETURN o.key AS occupation, o.title AS title
ORDER BY title, occupation;
