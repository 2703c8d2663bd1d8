/*
title: {fr: Fiches à confirmer, en: Records to confirm}
help:
  fr: Les fiches encore en cours qu'aucune source n'a confirmées depuis tant de mois, les plus anciennes d'abord, pour décider quoi vérifier. La fraîcheur va de 1, jusqu'à six mois, à 0, dès deux ans ; ce que dit une table officielle en vigueur n'est pas à confirmer.
  en: Records still current that no source has confirmed for so many months, the oldest first, to decide what to check. Freshness goes from 1, up to six months, to 0, from two years on; what an official table in force says needs no confirmation.
theme: quality
parameters:
  months:
    type: integer
    default: "12"
    least: "0"
    most: "240"
    title: {fr: Depuis tant de mois, en: For so many months}
    help: {fr: "Mois révolus depuis la dernière confirmation, au moins.", en: "Whole months since the last confirmation, at least."}
  on:
    type: date
    default: today
    title: {fr: Au, en: As of}
    help: {fr: Le jour jusqu'où les mois se comptent., en: The day up to which months are counted.}
  type:
    type: choice
    optional: true
    choices:
      company: {fr: Établissements, en: Establishments}
      actor: {fr: Partenaires, en: Actors}
      contact: {fr: Contacts, en: Contacts}
      service: {fr: Services, en: Services}
      resource: {fr: Ressources, en: Resources}
      training: {fr: Formations, en: Trainings}
      need: {fr: Besoins ouverts, en: Open needs}
      surplus: {fr: Effectifs mobilisables, en: Surpluses}
      pool: {fr: Viviers, en: Pools}
      project: {fr: Projets en cours, en: Running projects}
      action: {fr: Actions en cours, en: Current actions}
      concern: {fr: Problématiques ouvertes, en: Open concerns}
    title: {fr: Type, en: Type}
    help: {fr: "Sans lui, tous.", en: All without it.}
columns:
  type: {fr: Type, en: Type, choice_of: type}
  record:
    fr: Fiche (clé)
    en: Record (key)
    key_of: Company|Actor|Contact|Service|Resource|Training|Need|Surplus|Pool|Project|Action|Concern
  record_name: {fr: Fiche, en: Record}
  sources: {fr: Qui le dit, en: Who says so}
  confirmed_on: {fr: Confirmée le, en: Confirmed on}
  months: {fr: Mois, en: Months}
  freshness: {fr: Fraîcheur, en: Freshness}
example: {months: "6", on: 2026-09-07}
*/
CALL {
  MATCH (n:Company|Actor)
  WHERE coalesce(n.status, 'open') = 'open'
  RETURN labels(n)[0] AS type, n.key AS record, n.name AS record_name, n.sources AS sources,
         n.confirmed_on AS confirmed_on
  UNION ALL
  MATCH (n:Service|Resource)
  RETURN labels(n)[0] AS type, n.key AS record, n.name AS record_name, n.sources AS sources,
         n.confirmed_on AS confirmed_on
  UNION ALL
  MATCH (n:Training|Pool)
  RETURN labels(n)[0] AS type, n.key AS record, coalesce(n.title, n.key) AS record_name,
         n.sources AS sources, n.confirmed_on AS confirmed_on
  UNION ALL
  MATCH (n:Project)
  WHERE NOT coalesce(n.status, 'running') IN ['done', 'dropped']
  RETURN labels(n)[0] AS type, n.key AS record, n.name AS record_name, n.sources AS sources,
         n.confirmed_on AS confirmed_on
  UNION ALL
  MATCH (n:Action)
  WHERE NOT coalesce(n.status, 'to-do') IN ['done', 'dropped']
  RETURN labels(n)[0] AS type, n.key AS record, coalesce(n.title, n.key) AS record_name,
         n.sources AS sources, n.confirmed_on AS confirmed_on
  UNION ALL
  MATCH (n:Contact)
  WHERE n.visibility IN $visible
  RETURN labels(n)[0] AS type, n.key AS record, n.function AS record_name, n.sources AS sources,
         n.confirmed_on AS confirmed_on
  UNION ALL
  MATCH (n:Need|Surplus|Concern)
  WHERE n.visibility IN $visible
    AND NOT coalesce(n.status, 'open') IN ['filled', 'dropped', 'over', 'closed']
  RETURN labels(n)[0] AS type, n.key AS record, coalesce(n.title, n.key) AS record_name,
         n.sources AS sources, n.confirmed_on AS confirmed_on
}
WITH type, record, record_name, sources, confirmed_on,
     12 * (toInteger(left($on, 4)) - toInteger(left(confirmed_on, 4)))
       + toInteger(substring($on, 5, 2)) - toInteger(substring(confirmed_on, 5, 2))
       - CASE WHEN right($on, 2) < right(confirmed_on, 2) THEN 1 ELSE 0 END AS months,
     (730.0 - duration.inDays(date(confirmed_on), date($on)).days) / 547 AS rest
WHERE ($type IS NULL OR toLower(type) = $type) AND months >= $months
  AND NOT any(source IN sources WHERE source STARTS WITH 'official:')
RETURN type, record, record_name, sources, confirmed_on, months,
       round(100 * CASE WHEN rest > 1 THEN 1.0 WHEN rest < 0 THEN 0.0 ELSE rest END) / 100
         AS freshness
ORDER BY confirmed_on, type, record_name, record, sources, months, freshness;
