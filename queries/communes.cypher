/*
title: {fr: Communes, en: Communes}
help:
  fr: Les communes avec leur bassin d'emploi, pour choisir celle dont on parle.
  en: Communes with their employment basin, to choose the one in question.
theme: choices
columns:
  commune: {fr: Code, en: Code, key_of: Territory}
  name: {fr: Nom, en: Name}
  basin: {fr: Bassin, en: Basin}
*/
MATCH (c:Territory {kind: 'commune'})
OPTIONAL MATCH (c)-[:PART_OF]->(b:Territory {kind: 'basin'})
RETURN c.key AS commune, c.name AS name, min(b.name) AS basin
ORDER BY name, commune;
