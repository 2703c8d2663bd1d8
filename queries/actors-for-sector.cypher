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
  needs: {fr: Besoins ouverts, en: Open needs}
example: {sector: "naf2:10.72Z"}
*/
MATCH (e:Company|Actor)-[:IN_SECTOR]->(:Sector)-[:PART_OF*0..4]->(:Sector {key: $sector})
WITH DISTINCT e
CALL (e) {
  MATCH (e)-[:EMPLOYS]->(o:Occupation)
  RETURN o, null AS need
  UNION
  MATCH (e)-[:HAS_NEED]->(n:Need)-[:FOR_OCCUPATION]->(o:Occupation)
  WHERE n.visibility IN $visible AND coalesce(n.status, 'open') = 'open'
  RETURN o, n.key AS need
}
WITH o, e, need ORDER BY e.key, need
WITH o, collect([e, need]) AS seeking
CALL (o) {
  MATCH (o)<-[:PREPARES_FOR]-(f:Training)
  RETURN f
  UNION
  MATCH (o)<-[:OPENS]-(:Certification)<-[:PREPARES_FOR]-(f:Training)
  RETURN f
}
MATCH (f)<-[:DELIVERS]-(a:Actor)
WITH a, o, f, seeking ORDER BY f.title, f.key, o.title, o.key
WITH a, collect(DISTINCT f.title) AS trainings, collect(DISTINCT o.title) AS occupations,
     collect(seeking) AS sought
UNWIND sought AS seeking
UNWIND seeking AS one
RETURN a.key AS actor, a.name AS actor_name, trainings, occupations,
       count(DISTINCT one[0]) AS employers, count(DISTINCT one[1]) AS needs
ORDER BY employers DESC, actor_name, actor, trainings, occupations;
