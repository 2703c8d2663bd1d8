/*
title: {fr: Qui travaille avec qui sur un territoire, en: Who works with whom on a territory}
help:
  fr: Les liens entre les partenaires présents sur un territoire, pour savoir qui réunir et par qui passer.
  en: The links between the actors of a territory, to know whom to bring together and through whom.
theme: network
weekly: 11
parameters:
  territory:
    type: key
    key_of: Territory
    choices_from: territories
    title: {fr: Territoire, en: Territory}
    help:
      fr: Les partenaires qui y siègent ou le couvrent, ou l'un des territoires qui le composent.
      en: Actors seated there or covering it, or one of the territories it is made of.
columns:
  actor: {fr: Partenaire (clé), en: Actor (key), key_of: Actor}
  actor_name: {fr: Partenaire, en: Actor}
  partner: {fr: Travaille avec (clé), en: Works with (key), key_of: Actor}
  partner_name: {fr: Travaille avec, en: Works with}
  level: {fr: "Niveau, de 1 à 5", en: "Level, 1 to 5"}
  since: {fr: Depuis le, en: Since}
example: {territory: "com:45155"}
*/
MATCH (a:Actor)-[w:WORKS_WITH]->(b:Actor)
WHERE EXISTS {
    MATCH (a)-[:LOCATED_IN|COVERS]->(:Territory)-[:PART_OF*0..4]->(:Territory {key: $territory})
  }
  AND EXISTS {
    MATCH (b)-[:LOCATED_IN|COVERS]->(:Territory)-[:PART_OF*0..4]->(:Territory {key: $territory})
  }
RETURN a.key AS actor, a.name AS actor_name, b.key AS partner, b.name AS partner_name,
       w.level AS level, w.since AS since
ORDER BY actor_name, partner_name, actor, partner, level, since;
