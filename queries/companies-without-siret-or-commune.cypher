/*
title: {fr: Établissements sans SIRET ou sans commune, en: Companies without SIRET or commune}
help:
  fr: Les établissements ouverts que ni le répertoire officiel ni la carte ne retrouvent, les plus grands d'abord, pour savoir lesquels compléter.
  en: Open companies that the official register or the map cannot find, the largest first, to know which to complete.
theme: quality
columns:
  company: {fr: Établissement (clé), en: Company (key), key_of: Company}
  company_name: {fr: Établissement, en: Company}
  without_siret: {fr: Sans SIRET, en: Without SIRET}
  without_commune: {fr: Sans commune, en: Without commune}
  siret: {fr: SIRET, en: SIRET}
  commune: {fr: Commune, en: Commune}
  headcount: {fr: Effectif, en: Headcount}
  sources: {fr: Qui le dit, en: Who says so}
*/
MATCH (c:Company)
WHERE coalesce(c.status, 'open') = 'open'
  AND (c.siret IS NULL OR NOT EXISTS { MATCH (c)-[:LOCATED_IN]->(:Territory) })
OPTIONAL MATCH (c)-[:LOCATED_IN]->(t:Territory)
WITH c, min(t.name) AS commune
RETURN c.key AS company, c.name AS company_name, c.siret IS NULL AS without_siret,
       commune IS NULL AS without_commune, c.siret AS siret, commune, c.headcount AS headcount,
       c.sources AS sources
ORDER BY coalesce(c.headcount, 0) DESC, company_name, company, commune;
