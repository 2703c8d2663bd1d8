/*
title: {fr: Ce qu'une seule source dit, en: What only one source says}
help:
  fr: Les établissements et partenaires ouverts dont une seule source parle, les plus grands d'abord, pour choisir lesquels recouper.
  en: Open companies and actors of which only one source speaks, the largest first, to choose which to cross-check.
theme: quality
parameters:
  type:
    type: choice
    optional: true
    choices:
      company: {fr: Établissements, en: Establishments}
      actor: {fr: Partenaires, en: Actors}
    title: {fr: Type, en: Type}
    help: {fr: "Sans lui, les deux.", en: Both without it.}
  source:
    type: text
    optional: true
    title: {fr: Source, en: Source}
    help:
      fr: Son nom, majuscules ou non ; sans lui, toutes.
      en: Its name, in capitals or not; all without it.
columns:
  employer: {fr: Fiche (clé), en: Record (key), key_of: Company|Actor}
  employer_name: {fr: Fiche, en: Record}
  type: {fr: Type, en: Type, choice_of: type}
  commune: {fr: Commune, en: Commune}
  headcount: {fr: Effectif, en: Headcount}
  source: {fr: Source, en: Source}
  confirmed_on: {fr: Confirmé le, en: Confirmed on}
example: {source: demonstration}
*/
MATCH (e:Company|Actor)
WHERE size(e.sources) = 1 AND coalesce(e.status, 'open') = 'open'
  AND ($type IS NULL OR toLower(labels(e)[0]) = $type)
  AND ($source IS NULL OR toLower(e.sources[0]) = toLower($source))
OPTIONAL MATCH (e)-[:LOCATED_IN]->(t:Territory)
WITH e, min(t.name) AS commune
WITH e.key AS employer, e.name AS employer_name, labels(e)[0] AS type, commune,
     e.headcount AS headcount, e.sources[0] AS source, e.confirmed_on AS confirmed_on
RETURN employer, employer_name, type, commune, headcount, source, confirmed_on
ORDER BY coalesce(headcount, 0) DESC, employer_name, type, employer, commune, headcount, source,
         confirmed_on;
