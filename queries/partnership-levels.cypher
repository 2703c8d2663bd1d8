/*
title: {fr: Niveaux de partenariat par territoire, en: Levels of partnership by territory}
help:
  fr: Combien de partenaires sont présents sur chaque territoire, et jusqu'où ils travaillent ensemble, pour décider où faire avancer le partenariat.
  en: How many actors each territory has, and how far they work together, to decide where to take the partnership further.
theme: network
parameters:
  kind:
    type: choice
    default: basin
    choices:
      basin: {fr: bassin d'emploi, en: employment basin}
      epci: {fr: intercommunalité, en: inter-communal body}
      department: {fr: département, en: département}
    title: {fr: Territoires, en: Territories}
    help: {fr: La nature des territoires à comparer., en: The kind of territories to compare.}
columns:
  territory: {fr: Territoire (clé), en: Territory (key), key_of: Territory}
  name: {fr: Territoire, en: Territory}
  actors: {fr: Partenaires présents, en: Actors present}
  links: {fr: Liens, en: Links}
  contact: {fr: "1, contact", en: "1, contact"}
  information: {fr: "2, information", en: "2, information"}
  coordination: {fr: "3, coordination", en: "3, coordination"}
  cooperation: {fr: "4, coopération", en: "4, cooperation"}
  integration: {fr: "5, intégration", en: "5, integration"}
  density: {fr: "Densité, de 0 à 1", en: "Density, 0 to 1"}
*/
MATCH (a:Actor)-[:LOCATED_IN|COVERS]->(:Territory)-[:PART_OF*0..4]->(t:Territory {kind: $kind})
WITH DISTINCT t, a
OPTIONAL MATCH (a)-[w:WORKS_WITH]->(b:Actor)
WHERE EXISTS { MATCH (b)-[:LOCATED_IN|COVERS]->(:Territory)-[:PART_OF*0..4]->(t) }
WITH t, count(DISTINCT a) AS actors, count(w) AS links,
     sum(CASE w.level WHEN '1' THEN 1 ELSE 0 END) AS contact,
     sum(CASE w.level WHEN '2' THEN 1 ELSE 0 END) AS information,
     sum(CASE w.level WHEN '3' THEN 1 ELSE 0 END) AS coordination,
     sum(CASE w.level WHEN '4' THEN 1 ELSE 0 END) AS cooperation,
     sum(CASE w.level WHEN '5' THEN 1 ELSE 0 END) AS integration
RETURN t.key AS territory, t.name AS name, actors, links,
       contact, information, coordination, cooperation, integration,
       CASE WHEN actors > 1 THEN round(2.0 * links / (actors * (actors - 1)), 2) END AS density
ORDER BY name, territory, actors, links, contact, information, coordination, cooperation,
         integration, density;
