/*
title: {fr: Bassins d'emploi, en: Employment basins}
help:
  fr: Les bassins d'emploi, pour choisir celui dont on parle.
  en: Employment basins, to choose the one in question.
theme: choices
columns:
  basin: {fr: Code, en: Code, key_of: Territory}
  name: {fr: Nom, en: Name}
*/
MATCH (b:Territory {kind: 'basin'})
RETURN b.key AS basin, b.name AS name
ORDER BY name, basin;
