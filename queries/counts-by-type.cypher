/*
title: {fr: Ce que dit chaque source, en: What each source says}
help:
  fr: Le nombre de fiches par type et par source, et leur dernière confirmation, pour savoir ce qui est à rafraîchir.
  en: The number of records by type and source, and when last confirmed, to know what to refresh.
theme: quality
identity: [type, source]
columns:
  type: {fr: Type, en: Type, choice_of: type}
  source: {fr: Source, en: Source}
  records: {fr: Fiches, en: Records}
  confirmed_on: {fr: Dernière confirmation, en: Last confirmed}
*/
CALL {
  MATCH (n:Territory|Sector|Occupation|Skill|Certification|Topic|Outlook|Company|Actor
           |Service|Resource|Training|Session|Pool|Project|Method|Action|Survey)
  RETURN labels(n)[0] AS type, n.sources AS sources, n.confirmed_on AS confirmed
  UNION ALL
  MATCH (n:Contact|Need|Surplus|Request|Referral|Visit|Signal|Concern|Response|Bridge
           |Grouping|Agreement)
  WHERE n.visibility IN $visible
  RETURN labels(n)[0] AS type, n.sources AS sources, n.confirmed_on AS confirmed
}
UNWIND sources AS source
RETURN type, source, count(*) AS records, max(confirmed) AS confirmed_on
ORDER BY type, source;
