/*
title: {fr: Qui peut répondre, en: Who can answer}
help:
  fr: Les services qui répondent à un thème dans une commune, avec qui appeler, pour orienter une demande sur-le-champ.
  en: Services that answer a topic in a commune, with whom to call, to refer a request at once.
theme: desk
weekly: 1
parameters:
  topic:
    type: key
    key_of: Topic
    choices_from: topics
    title: {fr: Thème, en: Topic}
    help: {fr: Ce que l'établissement demande., en: What the company asks for.}
  commune:
    type: key
    key_of: Territory
    choices_from: communes
    title: {fr: Commune, en: Commune}
    help: {fr: Où il se trouve., en: Where it is.}
  headcount:
    type: integer
    least: "0"
    optional: true
    title: {fr: Effectif, en: Headcount}
    help:
      fr: Écarte les services qui ne s'adressent pas à cette taille.
      en: Leaves out services that are not meant for that size.
columns:
  service: {fr: Service (clé), en: Service (key), key_of: Service}
  service_name: {fr: Service, en: Service}
  actor: {fr: Partenaire (clé), en: Actor (key), key_of: Actor}
  actor_name: {fr: Partenaire, en: Actor}
  contact: {fr: Contact (clé), en: Contact (key), key_of: Contact}
  function: {fr: Qui appeler, en: Whom to call}
  telephone: {fr: Téléphone, en: Telephone}
  email: {fr: Courriel, en: Email}
example: {topic: recruter, commune: "com:36044"}
*/
MATCH (c:Territory {key: $commune})
MATCH (a:Actor)-[:OFFERS]->(s:Service)-[:ANSWERS_TO]->(:Topic {key: $topic})
WHERE (EXISTS { MATCH (s)-[:COVERS]->(:Territory)<-[:PART_OF*0..4]-(c) }
    OR (NOT EXISTS { MATCH (s)-[:COVERS]->(:Territory) }
      AND EXISTS { MATCH (a)-[:COVERS]->(:Territory)<-[:PART_OF*0..4]-(c) }))
  AND ($headcount IS NULL
    OR (coalesce(s.smallest_headcount, 0) <= $headcount
      AND $headcount <= coalesce(s.largest_headcount, $headcount)))
OPTIONAL MATCH (a)-[:HAS_CONTACT]->(k:Contact)
WHERE k.visibility IN $visible
RETURN s.key AS service, s.name AS service_name, a.key AS actor, a.name AS actor_name,
       k.key AS contact, k.function AS function, k.telephone AS telephone, k.email AS email
ORDER BY service_name, actor_name, service, actor, contact;
