/*
title: {fr: Secteurs d'activité, en: Sectors}
help:
  fr: Les secteurs d'activité, pour choisir celui dont on parle.
  en: Sectors of activity, to choose the one in question.
theme: choices
columns:
  sector: {fr: Code, en: Code, key_of: Sector}
  title: {fr: Libellé, en: Title}
*/
MATCH (s:Sector)
RETURN s.key AS sector, s.title AS title
ORDER BY title, sector;
