/*
title: {fr: Liens tenus par un seul partenaire, en: Links held by one actor alone}
help:
  fr: Les paires de partenaires qu'un seul relie, celles dont les liens avec lui sont les plus forts d'abord, pour savoir qui présenter à qui afin que rien ne repose sur lui seul.
  en: Pairs of actors that one alone connects, those with the strongest links to it first, to know whom to introduce so that nothing rests on it alone.
theme: network
parameters:
  territory:
    type: key
    key_of: Territory
    choices_from: territories
    optional: true
    title: {fr: Territoire, en: Territory}
    help:
      fr: Les partenaires qui y siègent ou le couvrent, ou l'un des territoires qui le composent ; sans lui, tous.
      en: Actors seated there or covering it, or one of the territories it is made of; all without it.
columns:
  actor: {fr: Acteur-relais (clé), en: Broker (key), key_of: Actor}
  actor_name: {fr: Acteur-relais, en: Broker}
  kind: {fr: Nature, en: Kind, choice_of: Actor.kind}
  links: {fr: Liens, en: Links}
  pairs: {fr: Paires qu'il est seul à relier, en: Pairs that it alone connects}
  first: {fr: Cinq à présenter d'abord, en: Five to introduce first}
*/
MATCH (a:Actor)-[v:WORKS_WITH]-(x:Actor)-[w:WORKS_WITH]-(b:Actor)
WHERE a.key < b.key AND NOT EXISTS { MATCH (a)-[:WORKS_WITH]-(b) }
WITH a, b, count(x) AS ways, min(x.key) AS held_by,
     sum(coalesce(toInteger(v.level), 0) + coalesce(toInteger(w.level), 0)) AS strength
WHERE ways = 1
MATCH (x:Actor {key: held_by})
WHERE $territory IS NULL OR EXISTS {
  MATCH (x)-[:LOCATED_IN|COVERS]->(:Territory)-[:PART_OF*0..4]->(:Territory {key: $territory})
}
WITH x, a, b, strength ORDER BY strength DESC, a.name, b.name, a.key, b.key
WITH x, count(*) AS pairs, collect(a.name + ' ↔ ' + b.name)[0..5] AS first
RETURN x.key AS actor, x.name AS actor_name, x.kind AS kind,
       COUNT { MATCH (x)-[:WORKS_WITH]-(:Actor) } AS links, pairs, first
ORDER BY pairs DESC, actor_name, actor, first;
