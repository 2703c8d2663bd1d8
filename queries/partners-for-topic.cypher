/*
title: {fr: Qui couvre une commune sur un thème, en: Who covers a commune on a topic}
help:
  fr: Les partenaires dont un service répond au thème dans la commune, et par quel territoire ils la couvrent, pour savoir qui associer ou qui manque.
  en: Actors with a service on the topic in the commune, and through which territory they cover it, to know whom to involve or who is missing.
theme: network
parameters:
  topic:
    type: key
    key_of: Topic
    choices_from: topics
    title: {fr: Thème, en: Topic}
    help: {fr: Ce dont il s'agit., en: What it is about.}
  commune:
    type: key
    key_of: Territory
    choices_from: communes
    title: {fr: Commune, en: Commune}
    help: {fr: Celle à couvrir., en: The one to cover.}
columns:
  actor: {fr: Partenaire (clé), en: Actor (key), key_of: Actor}
  actor_name: {fr: Partenaire, en: Actor}
  kind: {fr: Nature, en: Kind, choice_of: Actor.kind}
  services: {fr: Services, en: Services}
  territories: {fr: Couvre par, en: Covers through}
example: {topic: recruter, commune: "com:36044"}
*/
MATCH (:Topic {key: $topic})<-[:ANSWERS_TO]-(s:Service)<-[:OFFERS]-(a:Actor)
MATCH (:Territory {key: $commune})-[:PART_OF*0..4]->(t:Territory)
WHERE EXISTS { MATCH (s)-[:COVERS]->(t) }
   OR (NOT EXISTS { MATCH (s)-[:COVERS]->(:Territory) } AND EXISTS { MATCH (a)-[:COVERS]->(t) })
WITH a, s, t ORDER BY s.name, s.key, t.name, t.key
RETURN a.key AS actor, a.name AS actor_name, a.kind AS kind,
       collect(DISTINCT s.name) AS services, collect(DISTINCT t.name) AS territories
ORDER BY actor_name, actor;
