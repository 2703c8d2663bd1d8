/*
title: {fr: Établissements silencieux par commune, en: Silent companies by commune}
help:
  fr: Combien d'établissements de chaque commune n'ont pas répondu à l'enquête (ou ont répondu sans que l'on puisse le lire), pour choisir où retourner.
  en: How many companies of each commune did not answer the survey (or answered out of the reader's sight), to choose where to go again.
theme: quality
weekly: 12
parameters:
  survey:
    type: key
    key_of: Survey
    choices_from: surveys
    optional: true
    title: {fr: Enquête, en: Survey}
    help: {fr: "Sans elle, toutes, l'une après l'autre.", en: "All without it, one after the other."}
columns:
  survey: {fr: Enquête (clé), en: Survey (key), key_of: Survey}
  survey_name: {fr: Enquête, en: Survey}
  commune: {fr: Commune (code), en: Commune (code), key_of: Territory}
  commune_name: {fr: Commune, en: Commune}
  sent: {fr: Interrogés, en: Asked}
  answered: {fr: Ont répondu, en: Answered}
  silent: {fr: Silencieux, en: Silent}
  share: {fr: "Part de réponses, en %", en: "Share of answers, in %"}
example: {survey: audit-rh-chinonais-2026}
*/
MATCH (s:Survey)-[:SENT_TO]->(c:Company)
WHERE $survey IS NULL OR s.key = $survey
WITH DISTINCT s, c
WITH s, c, EXISTS {
  MATCH (c)-[:ANSWERED]->(r:Response)-[:ANSWERS]->(s)
  WHERE r.visibility IN $visible
} AS answered
OPTIONAL MATCH (c)-[:LOCATED_IN]->(t:Territory)
WITH s, t, count(c) AS sent, count(CASE WHEN answered THEN 1 END) AS answered
RETURN s.key AS survey, s.name AS survey_name, t.key AS commune, t.name AS commune_name,
       sent, answered, sent - answered AS silent, toInteger(round(100.0 * answered / sent)) AS share
ORDER BY survey_name, survey, share, silent DESC, commune_name, commune, sent, answered;
