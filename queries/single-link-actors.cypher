/*
title: {fr: Partenaires qui ne tiennent que par un lien, en: Actors held by a single link}
help:
  fr: Les partenaires qui ne travaillent qu'avec un seul autre, pour choisir à qui les présenter avant que ce lien ne se perde.
  en: Actors that work with one other alone, to choose whom to introduce them to before that link is lost.
theme: network
parameters:
  territory:
    type: key
    key_of: Territory
    choices_from: territories
    optional: true
    title: {fr: Territoire, en: Territory}
    help:
      fr: Ceux qui y siègent ou le couvrent, ou l'un des territoires qui le composent ; sans lui, tous.
      en: Those seated there or covering it, or one of the territories it is made of; all without it.
columns:
  actor: {fr: Partenaire (clé), en: Actor (key), key_of: Actor}
  actor_name: {fr: Partenaire, en: Actor}
  kind: {fr: Nature, en: Kind, choice_of: Actor.kind}
  partner: {fr: Son seul lien (clé), en: Its only link (key), key_of: Actor}
  partner_name: {fr: Son seul lien, en: Its only link}
  level: {fr: "Niveau, de 1 à 5", en: "Level, 1 to 5"}
  since: {fr: Depuis le, en: Since}
  partner_links: {fr: Liens de celui-ci, en: Links of that one}
*/
MATCH (a:Actor)-[w:WORKS_WITH]-(b:Actor)
WHERE COUNT { MATCH (a)-[:WORKS_WITH]-(:Actor) } = 1
  AND ($territory IS NULL OR EXISTS {
    MATCH (a)-[:LOCATED_IN|COVERS]->(:Territory)-[:PART_OF*0..4]->(:Territory {key: $territory})
  })
RETURN a.key AS actor, a.name AS actor_name, a.kind AS kind,
       b.key AS partner, b.name AS partner_name, w.level AS level, w.since AS since,
       COUNT { MATCH (b)-[:WORKS_WITH]-(:Actor) } AS partner_links
ORDER BY actor_name, actor, partner, level, since;
