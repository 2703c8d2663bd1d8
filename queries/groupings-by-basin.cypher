/*
title: {fr: Groupements d'employeurs possibles par bassin, en: Possible employer groupings by basin}
help:
  fr: Les groupements calculés dont un membre se trouve dans le bassin, pour choisir lequel proposer.
  en: Computed groupings with a member in the basin, to choose which one to propose.
theme: groupings
weekly: 10
parameters:
  basin:
    type: key
    key_of: Territory
    choices_from: basins
    optional: true
    title: {fr: Bassin, en: Basin}
    help: {fr: "Un bassin d'emploi ; sans lui, tous.", en: An employment basin; all without it.}
columns:
  basin: {fr: Bassin (clé), en: Basin (key), key_of: Territory}
  basin_name: {fr: Bassin, en: Basin}
  grouping: {fr: Groupement (clé), en: Grouping (key), key_of: Grouping}
  family: {fr: Famille de métiers, en: Family of occupations}
  members: {fr: Membres, en: Members}
  jobs: {fr: Emplois à temps plein, en: Full-time jobs}
  margin: {fr: "Marge κ", en: "Margin κ"}
  largest_share: {fr: Part la plus forte, en: Largest share}
  km: {fr: Distance la plus grande, en: Greatest distance}
*/
MATCH (e:Company|Actor)-[:CANDIDATE_FOR]->(g:Grouping),
      (e)-[:LOCATED_IN]->(:Territory)-[:PART_OF*0..3]->(b:Territory {kind: 'basin'})
WHERE g.visibility IN $visible AND ($basin IS NULL OR b.key = $basin)
WITH DISTINCT g, b
MATCH (m:Company|Actor)-[:CANDIDATE_FOR]->(g)
WITH g, b, m.name AS member ORDER BY member
RETURN b.key AS basin, b.name AS basin_name, g.key AS grouping, g.family AS family,
       collect(member) AS members, g.jobs AS jobs, g.margin AS margin,
       g.largest_share AS largest_share, g.km AS km
ORDER BY basin_name, jobs DESC, margin DESC, basin, grouping;
