/*
title: {fr: Formations à un métier autour d'une commune, en: Trainings for an occupation near a commune}
help:
  fr: Qui forme à ce métier à proximité, quand et avec combien de places, pour orienter sans attendre.
  en: Who trains for this occupation nearby, when and with how many seats, to refer people at once.
theme: trainings
weekly: 7
parameters:
  occupation:
    type: key
    key_of: Occupation
    choices_from: occupations
    title: {fr: Métier, en: Occupation}
    help: {fr: Le métier visé., en: The occupation aimed at.}
  commune:
    type: key
    key_of: Territory
    choices_from: communes
    title: {fr: Commune, en: Commune}
    help: {fr: D'où l'on part., en: Where people start from.}
  km:
    type: decimal
    default: "35"
    least: "1"
    most: "300"
    title: {fr: Rayon en kilomètres, en: Radius in kilometres}
    help: {fr: Distance à vol d'oiseau., en: Distance as the crow flies.}
  since:
    type: date
    default: today
    title: {fr: Sessions à partir du, en: Sessions from}
    help: {fr: Les sessions commencées avant ne comptent pas., en: Sessions begun before do not count.}
columns:
  training: {fr: Formation (clé), en: Training (key), key_of: Training}
  title: {fr: Formation, en: Training}
  provider: {fr: Organisme (clé), en: Provider (key), key_of: Actor}
  provider_name: {fr: Organisme, en: Provider}
  commune: {fr: Commune, en: Commune}
  km: {fr: Kilomètres, en: Kilometres}
  hours: {fr: Heures, en: Hours}
  next_session: {fr: Prochaine session, en: Next session}
  seats_left: {fr: Places libres, en: Seats left}
example: {occupation: I1304, commune: "com:45155", since: 2026-09-07}
*/
MATCH (o:Occupation {key: $occupation})
MATCH (home:Territory {key: $commune})
MATCH (f:Training)-[:LOCATED_IN]->(p:Territory)
WHERE EXISTS { MATCH (f)-[:PREPARES_FOR]->(o) }
   OR EXISTS { MATCH (f)-[:PREPARES_FOR]->(:Certification)-[:OPENS]->(o) }
WITH f, p,
     round(12742 * asin(sqrt(sin(radians(p.latitude - home.latitude) / 2) ^ 2
       + cos(radians(home.latitude)) * cos(radians(p.latitude))
       * sin(radians(p.longitude - home.longitude) / 2) ^ 2)), 1) AS km
WHERE km <= $km
OPTIONAL MATCH (a:Actor)-[:DELIVERS]->(f)
OPTIONAL MATCH (f)-[:HAS_SESSION]->(s:Session)
WHERE s.starts_on >= $since
RETURN f.key AS training, f.title AS title, a.key AS provider, a.name AS provider_name,
       p.name AS commune, km, f.hours AS hours, min(s.starts_on) AS next_session,
       sum(coalesce(s.seats, 0) - coalesce(s.seats_taken, 0)) AS seats_left
ORDER BY km, training, commune, provider;
