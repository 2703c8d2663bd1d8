/*
title: {fr: Employeurs, en: Employers}
help:
  fr: Établissements et partenaires qui emploient, avec leur commune, pour choisir celui dont on parle.
  en: Establishments and actors that employ, with their commune, to choose the one in question.
theme: choices
columns:
  employer: {fr: Clé, en: Key, key_of: Company|Actor}
  name: {fr: Nom, en: Name}
  commune: {fr: Commune, en: Commune}
*/
MATCH (e:Company|Actor)
OPTIONAL MATCH (e)-[:LOCATED_IN]->(c:Territory)
RETURN e.key AS employer, e.name AS name, c.name AS commune
ORDER BY name, commune, employer;
