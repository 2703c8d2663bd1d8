/*
title: {fr: Compétences qui ouvrent le plus de métiers, en: Skills that open the most moves}
help:
  fr: Les compétences qu'un métier ne demande pas et que demandent les métiers où mènent ses mobilités officielles, pour choisir quoi enseigner d'abord.
  en: The skills that an occupation does not require and that the destinations of its official moves do, to choose what to teach first.
theme: bridges
parameters:
  occupation:
    type: key
    key_of: Occupation
    choices_from: occupations
    title: {fr: Métier, en: Occupation}
    help: {fr: Celui d'où l'on part., en: The one to start from.}
columns:
  skill: {fr: Compétence (clé), en: Skill (key), key_of: Skill}
  skill_title: {fr: Compétence, en: Skill}
  kind: {fr: Nature, en: Kind, choice_of: Skill.kind}
  destinations: {fr: Métiers ouverts, en: Moves opened}
  core: {fr: Dont au cœur du métier, en: Of them at the core}
  occupations: {fr: Lesquels, en: Which ones}
  trainings: {fr: Formations qui l'enseignent, en: Trainings that teach it}
example: {occupation: H3201}
*/
MATCH (o:Occupation {key: $occupation})-[:MOVES_TO]->(d:Occupation)-[r:REQUIRES]->(s:Skill)
WHERE NOT EXISTS { MATCH (o)-[:REQUIRES]->(s) } AND NOT EXISTS { MATCH (o)-[:VETOED]->(d) }
WITH s, d, r ORDER BY d.title, d.key
WITH s, count(d) AS destinations, count(CASE WHEN r.core THEN 1 END) AS core,
     collect(d.title) AS occupations
RETURN s.key AS skill, s.title AS skill_title, s.kind AS kind, destinations, core, occupations,
       COUNT { MATCH (s)<-[:TEACHES]-(:Training) } AS trainings
ORDER BY destinations DESC, core DESC, skill_title, skill, occupations;
