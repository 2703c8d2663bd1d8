/*
title: {fr: Qui cherche le même métier près de chez moi, en: Who looks for the same occupation near me}
help:
  fr: Les employeurs proches qui cherchent un métier que cet employeur cherche ou emploie, pour recruter, former ou partager ensemble.
  en: Nearby employers that look for an occupation this employer looks for or employs, to recruit, train or share together.
theme: needs
parameters:
  employer:
    type: key
    key_of: Company|Actor
    choices_from: employers
    title: {fr: Employeur, en: Employer}
    help: {fr: Celui d'où l'on regarde., en: The one to look around.}
  km:
    type: decimal
    default: "35"
    least: "1"
    most: "300"
    title: {fr: Rayon en kilomètres, en: Radius in kilometres}
    help: {fr: Distance à vol d'oiseau., en: Distance as the crow flies.}
columns:
  other: {fr: Autre employeur (clé), en: Other employer (key), key_of: Company|Actor}
  other_name: {fr: Autre employeur, en: Other employer}
  commune: {fr: Commune, en: Commune}
  km: {fr: Kilomètres, en: Kilometres}
  occupation: {fr: Code ROME, en: ROME code, key_of: Occupation}
  title: {fr: Métier, en: Occupation}
  needs: {fr: Ses besoins, en: Its needs}
  posts: {fr: Ses postes, en: Its posts}
  own_needs: {fr: Mes besoins, en: My needs}
  employed: {fr: Mes salariés dans ce métier, en: My people in it}
example: {employer: "99990000400006"}
*/
MATCH (me:Company|Actor {key: $employer})-[:LOCATED_IN]->(home:Territory)
WITH me, coalesce(me.latitude, home.latitude) AS latitude,
     coalesce(me.longitude, home.longitude) AS longitude
CALL (me) {
  MATCH (me)-[w:EMPLOYS]->(o:Occupation)
  RETURN o, 0 AS sought, w.headcount AS people
  UNION ALL
  MATCH (me)-[:HAS_NEED]->(n:Need)-[:FOR_OCCUPATION]->(o:Occupation)
  WHERE n.visibility IN $visible AND coalesce(n.status, 'open') = 'open'
  RETURN o, 1 AS sought, null AS people
}
WITH me, latitude, longitude, o, sum(sought) AS own_needs, max(people) AS employed
MATCH (e:Company|Actor)-[:HAS_NEED]->(n:Need)-[:FOR_OCCUPATION]->(o), (e)-[:LOCATED_IN]->(c:Territory)
WHERE n.visibility IN $visible AND coalesce(n.status, 'open') = 'open' AND e.key <> me.key
WITH e, c, n, o, own_needs, employed,
     round(12742 * asin(sqrt(
       sin(radians(coalesce(e.latitude, c.latitude) - latitude) / 2) ^ 2
       + cos(radians(latitude)) * cos(radians(coalesce(e.latitude, c.latitude)))
       * sin(radians(coalesce(e.longitude, c.longitude) - longitude) / 2) ^ 2)), 1) AS km
WHERE km <= $km
RETURN e.key AS other, e.name AS other_name, c.name AS commune, km,
       o.key AS occupation, o.title AS title, count(n) AS needs,
       CASE WHEN count(n.posts) > 0 THEN round(sum(n.posts), 2) END AS posts, own_needs, employed
ORDER BY km, other_name, other, commune, occupation, own_needs, employed;
