/*
title: {fr: Ressources à partager autour d'une commune, en: Resources to share near a commune}
help:
  fr: Ce qui peut être prêté ou mis en commun à proximité et par qui, pour trouver un local, un équipement, un tuteur ou un formateur avant d'en payer un.
  en: What can be lent or pooled nearby and by whom, to find premises, equipment, a tutor or a trainer before paying for one.
theme: trainings
parameters:
  commune:
    type: key
    key_of: Territory
    choices_from: communes
    title: {fr: Commune, en: Commune}
    help: {fr: D'où l'on part., en: Where one starts from.}
  km:
    type: decimal
    default: "35"
    least: "1"
    most: "300"
    title: {fr: Rayon en kilomètres, en: Radius in kilometres}
    help: {fr: Distance à vol d'oiseau., en: Distance as the crow flies.}
  kind:
    type: choice
    optional: true
    choices:
      premises: {fr: local, en: premises}
      equipment: {fr: équipement, en: equipment}
      tutor: {fr: tuteur, en: tutor}
      trainer: {fr: formateur interne, en: in-house trainer}
      expertise: {fr: expertise, en: expertise}
    title: {fr: Nature, en: Kind}
    help: {fr: "Une seule nature ; sans elle, toutes.", en: One kind alone; all without it.}
columns:
  resource: {fr: Ressource (clé), en: Resource (key), key_of: Resource}
  name: {fr: Ressource, en: Resource}
  kind: {fr: Nature, en: Kind, choice_of: Resource.kind}
  available: {fr: Disponibilité, en: Available}
  holder: {fr: Chez (clé), en: With (key), key_of: Company|Actor}
  holder_name: {fr: Chez, en: With}
  commune: {fr: Commune, en: Commune}
  km: {fr: Kilomètres, en: Kilometres}
example: {commune: "com:45155"}
*/
MATCH (home:Territory {key: $commune})
MATCH (e:Company|Actor)-[:HAS_RESOURCE]->(r:Resource)
WHERE $kind IS NULL OR r.kind = $kind
OPTIONAL MATCH (r)-[:LOCATED_IN]->(p:Territory)
OPTIONAL MATCH (e)-[:LOCATED_IN]->(q:Territory)
WITH home, e, r, coalesce(p.name, q.name) AS commune,
     CASE WHEN p.key IS NULL THEN coalesce(e.latitude, q.latitude) ELSE p.latitude END AS latitude,
     CASE WHEN p.key IS NULL THEN coalesce(e.longitude, q.longitude) ELSE p.longitude END AS longitude
WITH e, r, commune,
     round(12742 * asin(sqrt(sin(radians(latitude - home.latitude) / 2) ^ 2
       + cos(radians(home.latitude)) * cos(radians(latitude))
       * sin(radians(longitude - home.longitude) / 2) ^ 2)), 1) AS km
WHERE km <= $km
RETURN r.key AS resource, r.name AS name, r.kind AS kind, r.available AS available,
       e.key AS holder, e.name AS holder_name, commune, km
ORDER BY km, name, resource, holder_name, holder, commune;
