/*
title: {fr: Établissements avec signaux et besoins, en: Companies with signals and needs}
help:
  fr: Les établissements dont on parle et qui recrutent à la fois, pour choisir qui visiter d'abord.
  en: Companies that are talked about and recruit at once, to choose whom to visit first.
theme: watch
parameters:
  basin:
    type: key
    key_of: Territory
    choices_from: basins
    optional: true
    title: {fr: Bassin, en: Basin}
    help: {fr: "Un bassin d'emploi ; sans lui, tous.", en: An employment basin; all without it.}
  since:
    type: date
    optional: true
    title: {fr: Signaux vus depuis le, en: Signals seen since}
    help: {fr: "Sans cette date, tous.", en: All without it.}
columns:
  company: {fr: Établissement (clé), en: Company (key), key_of: Company}
  company_name: {fr: Établissement, en: Company}
  commune: {fr: Commune, en: Commune}
  signals: {fr: Signaux, en: Signals}
  gravest: {fr: "Gravité la plus forte, de 0 à 3", en: "Greatest severity, 0 to 3"}
  latest: {fr: Dernier vu le, en: Latest seen on}
  observation: {fr: Dernière observation, en: Latest observation}
  needs: {fr: Besoins ouverts, en: Open needs}
  posts: {fr: Postes, en: Posts}
  first_due: {fr: Première échéance, en: First due}
*/
MATCH (g:Signal)-[:ABOUT]->(c:Company)
WHERE g.visibility IN $visible
  AND ($since IS NULL OR g.seen_on >= $since)
  AND ($basin IS NULL
    OR EXISTS { MATCH (c)-[:LOCATED_IN]->(:Territory)-[:PART_OF*0..3]->(:Territory {key: $basin}) })
WITH c, g ORDER BY g.seen_on DESC, g.key
WITH c, count(g) AS signals, max(g.severity) AS gravest, max(g.seen_on) AS latest,
     head(collect(g.title)) AS observation
MATCH (c)-[:HAS_NEED]->(n:Need)
WHERE n.visibility IN $visible AND coalesce(n.status, 'open') = 'open'
WITH c, signals, gravest, latest, observation, count(n) AS needs,
     round(sum(coalesce(n.posts, 0.0)), 2) AS posts, min(n.by) AS first_due
OPTIONAL MATCH (c)-[:LOCATED_IN]->(t:Territory)
RETURN c.key AS company, c.name AS company_name, min(t.name) AS commune, signals, gravest, latest,
       observation, needs, posts, first_due
ORDER BY coalesce(gravest, 0) DESC, signals DESC, posts DESC, company_name, company, gravest,
         latest, observation, needs, first_due;
