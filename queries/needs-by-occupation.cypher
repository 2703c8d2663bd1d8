/*
title: {fr: Besoins par métier et bassin, en: Needs by occupation and basin}
help:
  fr: Les besoins ouverts, additionnés par métier et bassin d'emploi, pour décider où agir d'abord.
  en: Open needs added up by occupation and employment basin, to decide where to act first.
theme: needs
weekly: 4
parameters:
  basin:
    type: key
    key_of: Territory
    choices_from: basins
    optional: true
    title: {fr: Bassin, en: Basin}
    help: {fr: "Un bassin d'emploi ; sans lui, tous.", en: An employment basin; all without it.}
columns:
  occupation: {fr: Code ROME, en: ROME code, key_of: Occupation}
  title: {fr: Métier, en: Occupation}
  basin: {fr: Bassin (clé), en: Basin (key), key_of: Territory}
  basin_name: {fr: Bassin, en: Basin}
  needs: {fr: Besoins, en: Needs}
  posts: {fr: Postes, en: Posts}
  difficulty: {fr: Difficulté la plus forte, en: Greatest difficulty}
  by: {fr: Première échéance, en: First due}
*/
MATCH (e:Company|Actor)-[:HAS_NEED]->(n:Need)-[:FOR_OCCUPATION]->(o:Occupation)
WHERE n.visibility IN $visible AND coalesce(n.status, 'open') = 'open'
OPTIONAL MATCH (e)-[:LOCATED_IN]->(:Territory)-[:PART_OF*0..3]->(b:Territory {kind: 'basin'})
WITH DISTINCT n, o, b
WHERE $basin IS NULL OR b.key = $basin
RETURN o.key AS occupation, o.title AS title, b.key AS basin, b.name AS basin_name,
       count(n) AS needs, CASE WHEN count(n.posts) > 0 THEN round(sum(n.posts), 2) END AS posts,
       max(n.difficulty) AS difficulty, min(n.by) AS by
ORDER BY coalesce(posts, 0.0) DESC, needs DESC, occupation, basin;
