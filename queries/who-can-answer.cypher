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
    optional: true
    title: {fr: Commune, en: Commune}
    help:
      fr: Où il se trouve ; sans elle, la commune de l'établissement, et sans les deux, partout.
      en: Where it is; without it, the company's commune, and without both, everywhere.
  company:
    type: key
    key_of: Company
    choices_from: companies
    optional: true
    title: {fr: Établissement, en: Company}
    help:
      fr: Écarte les services dont l'effectif, les secteurs ou les formes juridiques ne sont pas les siens.
      en: Leaves out services whose headcount, sectors or legal forms are not its own.
  headcount:
    type: integer
    least: "0"
    optional: true
    title: {fr: Effectif, en: Headcount}
    help:
      fr: Écarte les services qui ne s'adressent pas à cette taille ; sans lui, l'effectif connu de l'établissement.
      en: Leaves out services that are not meant for that size; without it, the company's known headcount.
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
// For a null key the embedded server reads every node, for an empty one it asks the index.
CALL {
  MATCH (:Territory {key: coalesce($commune, '')})-[:PART_OF*0..4]->(p:Territory)
  RETURN p.key AS place
  UNION
  MATCH (:Company {key: coalesce($company, '')})-[:LOCATED_IN]->(:Territory)
        -[:PART_OF*0..4]->(p:Territory)
  WHERE $commune IS NULL
  RETURN p.key AS place
}
WITH place ORDER BY place
WITH collect(place) AS places
OPTIONAL MATCH (e:Company {key: coalesce($company, '')})
OPTIONAL MATCH (:Company {key: coalesce($company, '')})-[:IN_SECTOR]->(:Sector)
               -[:PART_OF*0..4]->(x:Sector)
WITH places, e, x ORDER BY x.key
WITH places, e, collect(x.key) + collect(x.code) AS headings
WITH places, headings, coalesce($headcount, e.headcount) AS headcount,
     toLower(e.legal_form) AS form, $commune IS NULL AND size(places) = 0 AS everywhere
MATCH (:Topic {key: $topic})<-[:ANSWERS_TO]-(s:Service)<-[:OFFERS]-(a:Actor)
WHERE (everywhere
    OR EXISTS { MATCH (s)-[:COVERS]->(t:Territory) WHERE t.key IN places }
    OR (NOT EXISTS { MATCH (s)-[:COVERS]->(:Territory) }
      AND EXISTS { MATCH (a)-[:COVERS]->(t:Territory) WHERE t.key IN places }))
  AND (headcount IS NULL
    OR (coalesce(s.smallest_headcount, 0) <= headcount
      AND headcount <= coalesce(s.largest_headcount, headcount)))
  AND (form IS NULL
    OR coalesce(size(s.legal_forms), 0) = 0
    OR any(served IN s.legal_forms WHERE toLower(served) = form))
  AND (size(headings) = 0
    OR coalesce(size(s.sectors_served), 0) = 0
    OR any(served IN s.sectors_served
      WHERE any(heading IN headings WHERE heading STARTS WITH served)))
OPTIONAL MATCH (a)-[:HAS_CONTACT]->(k:Contact)
WHERE k.visibility IN $visible
RETURN s.key AS service, s.name AS service_name, a.key AS actor, a.name AS actor_name,
       k.key AS contact, k.function AS function, k.telephone AS telephone, k.email AS email
ORDER BY service_name, actor_name, service, actor, contact;
