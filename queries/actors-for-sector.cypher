/*
title: {fr: Qui forme pour un secteur, en: Who trains for a sector}
help:
  fr: Les organismes dont une formation prépare à un métier que le secteur emploie ou recherche, et combien d'employeurs cela concerne, pour savoir avec qui bâtir une offre.
  en: Training bodies with a training for an occupation that the sector employs or looks for, and how many employers it concerns, to know with whom to build an offer.
theme: trainings
parameters:
  sector:
    type: key
    key_of: Sector
    choices_from: sectors
    title: {fr: Secteur, en: Sector}
    help: {fr: "Un secteur, avec ceux qu'il contient.", en: A sector with those inside it.}
columns:
  actor: {fr: Organisme (clé), en: Training body (key), key_of: Actor}
  actor_name: {fr: Organisme, en: Training body}
  trainings: {fr: Formations, en: Trainings}
  occupations: {fr: Métiers préparés, en: Occupations prepared for}
  employers: {fr: Employeurs concernés, en: Employers concerned}
example: {sector: "naf2:10.72Z"}
*/
MATCH (e:Company|Actor)-[:IN_SECTOR]->(:Sector)-[:PART_OF*0..4]->(:Sector {key: $sector})
WITH DISTINCT e
CALL (e) {
  MATCH (e)-[:EMPLOYS]->(o:Occupation)
  RETURN o
  UNION
  MATCH (e)-[:HAS_NEED]->(n:Need)-[:FOR_OCCUPATION]->(o:Occupation)
  WHERE n.visibility IN $visible AND coalesce(n.status, 'open') = 'open'
  RETURN o
}
CALL (o) {
  MATCH (f:Training)-[:PREPARES_FOR]->(o)
  RETURN f
  UNION
  MATCH (f:Training)-[:PREPARES_FOR]->(:Certification)-[:OPENS]->(o)
  RETURN f
}
MATCH (a:Actor)-[:DELIVERS]->(f)
WITH a, e, o, f ORDER BY f.title, f.key, o.title, o.key, e.key
RETURN a.key AS actor, a.name AS actor_name, collect(DISTINCT f.title) AS trainings,
       collect(DISTINCT o.title) AS occupations, count(DISTINCT e) AS employers
ORDER BY employers DESC, actor_name, actor;
