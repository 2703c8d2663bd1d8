/*
title: {fr: Établissements, en: Establishments}
help:
  fr: Les établissements avec leur commune, pour choisir celui dont on parle.
  en: Establishments with their commune, to choose the one in question.
theme: choices
columns:
  company: {fr: Clé, en: Key, key_of: Company}
  name: {fr: Nom, en: Name}
  commune: {fr: Commune, en: Commune}
*/
MATCH (c:Company)
OPTIONAL MATCH (c)-[:LOCATED_IN]->(t:Territory)
RETURN c.key AS company, c.name AS name, t.name AS commune
ORDER BY name, commune, company;
