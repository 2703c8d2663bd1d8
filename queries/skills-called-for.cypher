/*
title: {fr: Compétences les plus demandées, en: Skills most called for}
help:
  fr: Les compétences que les besoins ouverts nomment ou que leur métier exige au cœur, pour choisir ce que les formations doivent apporter d'abord.
  en: The skills that open needs name or that are at the core of their occupation, to choose what trainings should bring first.
theme: needs
parameters:
  basin:
    type: key
    key_of: Territory
    choices_from: basins
    optional: true
    title: {fr: Bassin, en: Basin}
    help: {fr: "Un bassin d'emploi ; sans lui, tous.", en: An employment basin; all without it.}
  secondary:
    type: yes-no
    default: "non"
    title: {fr: Compétences secondaires aussi, en: Secondary skills too}
    help:
      fr: Compter aussi celles qui ne sont pas au cœur du métier.
      en: Count those that are not at the core of the occupation too.
columns:
  skill: {fr: Compétence (clé), en: Skill (key), key_of: Skill}
  title: {fr: Compétence, en: Skill}
  kind: {fr: Nature, en: Kind, choice_of: Skill.kind}
  needs: {fr: Besoins, en: Needs}
  posts: {fr: Postes, en: Posts}
  named: {fr: Besoins qui la nomment, en: Needs that name it}
*/
MATCH (e:Company|Actor)-[:HAS_NEED]->(n:Need)
WHERE n.visibility IN $visible AND coalesce(n.status, 'open') = 'open'
  AND ($basin IS NULL OR EXISTS {
    MATCH (e)-[:LOCATED_IN]->(:Territory)-[:PART_OF*0..3]->(:Territory {key: $basin})
  })
WITH DISTINCT n
CALL (n) {
  MATCH (n)-[:CALLS_FOR]->(s:Skill)
  RETURN s, 1 AS said
  UNION ALL
  MATCH (n)-[:FOR_OCCUPATION]->(:Occupation)-[r:REQUIRES]->(s:Skill)
  WHERE (r.core OR $secondary) AND NOT EXISTS { MATCH (n)-[:CALLS_FOR]->(s) }
  RETURN DISTINCT s, 0 AS said
}
RETURN s.key AS skill, s.title AS title, s.kind AS kind, count(n) AS needs,
       CASE WHEN count(n.posts) > 0 THEN round(sum(n.posts), 2) END AS posts, sum(said) AS named
ORDER BY needs DESC, named DESC, skill;
