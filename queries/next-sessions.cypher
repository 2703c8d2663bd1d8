/*
title: {fr: Prochaines sessions de formation, en: Next training sessions}
help:
  fr: Les sessions à venir avec leurs places libres, pour savoir où inscrire et quelle session remplir.
  en: Sessions to come with their seats left, to know where to enrol and which session to fill.
theme: trainings
weekly: 6
parameters:
  since:
    type: date
    default: today
    title: {fr: À partir du, en: From}
    help: {fr: Les sessions commencées avant n'y sont pas., en: Sessions begun before are left out.}
  territory:
    type: key
    key_of: Territory
    choices_from: territories
    optional: true
    title: {fr: Territoire, en: Territory}
    help:
      fr: Où se tient la session ou, à défaut, la formation ; sans lui, partout.
      en: Where the session or else the training takes place; everywhere without it.
columns:
  session: {fr: Session (clé), en: Session (key), key_of: Session}
  starts_on: {fr: Débute le, en: Starts on}
  training: {fr: Formation (clé), en: Training (key), key_of: Training}
  title: {fr: Formation, en: Training}
  provider: {fr: Organisme (clé), en: Provider (key), key_of: Actor}
  provider_name: {fr: Organisme, en: Provider}
  commune: {fr: Commune, en: Commune}
  hours: {fr: Heures, en: Hours}
  seats: {fr: Places, en: Seats}
  seats_left: {fr: Places libres, en: Seats left}
example: {since: 2026-09-07}
*/
MATCH (f:Training)-[:HAS_SESSION]->(s:Session)
WHERE s.starts_on >= $since
  AND ($territory IS NULL
    OR EXISTS {
      MATCH (s)-[:LOCATED_IN]->(:Territory)-[:PART_OF*0..4]->(:Territory {key: $territory})
    }
    OR (NOT EXISTS { MATCH (s)-[:LOCATED_IN]->(:Territory) } AND EXISTS {
      MATCH (f)-[:LOCATED_IN]->(:Territory)-[:PART_OF*0..4]->(:Territory {key: $territory})
    }))
OPTIONAL MATCH (s)-[:LOCATED_IN]->(p:Territory)
OPTIONAL MATCH (f)-[:LOCATED_IN]->(q:Territory)
WITH s, f, coalesce(min(p.name), min(q.name)) AS commune
OPTIONAL MATCH (a:Actor)-[:DELIVERS]->(f)
RETURN s.key AS session, s.starts_on AS starts_on, f.key AS training, f.title AS title,
       a.key AS provider, a.name AS provider_name, commune, f.hours AS hours,
       s.seats AS seats, s.seats - coalesce(s.seats_taken, 0) AS seats_left
ORDER BY starts_on, title, session, training, provider, commune;
