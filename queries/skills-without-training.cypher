/*
title: {fr: Compétences demandées qu'aucune formation n'apporte, en: Skills called for that no training teaches}
help:
  fr: Les compétences que les besoins ouverts nomment ou que leur métier exige au cœur, sans formation qui les enseigne, pour décider quoi demander aux organismes ; les contextes de travail n'y sont pas.
  en: The skills that open needs name or that are at the core of their occupation, with no training that teaches them, to decide what to ask of training bodies; work contexts are left out.
theme: trainings
parameters:
  basin:
    type: key
    key_of: Territory
    choices_from: basins
    optional: true
    title: {fr: Bassin, en: Basin}
    help: {fr: "Celui des besoins ; sans lui, tous.", en: That of the needs; all without it.}
columns:
  skill: {fr: Compétence (clé), en: Skill (key), key_of: Skill}
  title: {fr: Compétence, en: Skill}
  kind: {fr: Nature, en: Kind, choice_of: Skill.kind}
  needs: {fr: Besoins, en: Needs}
  posts: {fr: Postes, en: Posts}
  occupations: {fr: Métiers, en: Occupations}
*/
MATCH (e:Company|Actor)-[:HAS_NEED]->(n:Need)
WHERE n.visibility IN $visible AND coalesce(n.status, 'open') = 'open'
  AND ($basin IS NULL OR EXISTS {
    MATCH (e)-[:LOCATED_IN]->(:Territory)-[:PART_OF*0..3]->(:Territory {key: $basin})
  })
WITH DISTINCT n
OPTIONAL MATCH (n)-[:FOR_OCCUPATION]->(o:Occupation)
WITH n, min(o.title) AS occupation
CALL (n) {
  MATCH (n)-[:CALLS_FOR]->(s:Skill)
  RETURN s
  UNION
  MATCH (n)-[:FOR_OCCUPATION]->(:Occupation)-[r:REQUIRES]->(s:Skill)
  WHERE r.core
  RETURN s
}
WITH s, occupation, count(n) AS needs, sum(n.posts) AS posts, count(n.posts) AS said
WHERE coalesce(s.kind, 'competence') <> 'context'
  AND NOT EXISTS { MATCH (:Training)-[:TEACHES]->(s) }
WITH s, occupation, needs, posts, said ORDER BY occupation
RETURN s.key AS skill, s.title AS title, s.kind AS kind, sum(needs) AS needs,
       CASE WHEN sum(said) > 0 THEN round(sum(posts), 2) END AS posts,
       collect(occupation) AS occupations
ORDER BY needs DESC, title, skill;
