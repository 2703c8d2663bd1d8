/*
title: {fr: Passerelles qui demandent une formation courte, en: Bridges that ask for a short training}
help:
  fr: Les passerelles à portée d'une adaptation courte et les formations qui préparent au métier visé, pour décider lesquelles ouvrir.
  en: Bridges within reach of a short adaptation, and the trainings that prepare for the occupation aimed at, to decide which to open.
theme: bridges
parameters:
  basin:
    type: key
    key_of: Territory
    choices_from: basins
    optional: true
    title: {fr: Bassin de départ, en: Basin of departure}
    help: {fr: "Un bassin d'emploi ; sans lui, tous.", en: An employment basin; all without it.}
columns:
  bridge: {fr: Passerelle (clé), en: Bridge (key), key_of: Bridge}
  from_employer: {fr: Depuis (clé), en: From (key), key_of: Company|Actor}
  from_name: {fr: Depuis, en: From}
  to_employer: {fr: Vers (clé), en: To (key), key_of: Company|Actor}
  to_name: {fr: Vers, en: To}
  from_occupation: {fr: Métier quitté (code), en: Occupation left (code), key_of: Occupation}
  from_title: {fr: Métier quitté, en: Occupation left}
  to_occupation: {fr: Métier visé (code), en: Occupation taken (code), key_of: Occupation}
  to_title: {fr: Métier visé, en: Occupation taken}
  people: {fr: "Postes compatibles, au plus", en: "People who could move, at most"}
  coverage: {fr: Compétences déjà tenues, en: Skills already held}
  km: {fr: Kilomètres, en: Kilometres}
  trainings: {fr: "Formations au métier visé, les plus courtes d'abord", en: "Trainings for the occupation, shortest first"}
example: {basin: "be:2416"}
*/
MATCH (b:Bridge {effort: 'short'})-[:FROM]->(f:Company|Actor),
      (b)-[:TO]->(t:Company|Actor),
      (b)-[:FROM_OCCUPATION]->(x:Occupation),
      (b)-[:TO_OCCUPATION]->(y:Occupation)
WHERE b.visibility IN $visible
  AND ($basin IS NULL
    OR EXISTS { MATCH (f)-[:LOCATED_IN]->(:Territory)-[:PART_OF*0..3]->(:Territory {key: $basin}) })
CALL (y) {
  CALL (y) {
    MATCH (y)<-[:PREPARES_FOR]-(r:Training)
    RETURN r.key AS training, r.title AS title, r.hours AS hours
    UNION
    MATCH (y)<-[:OPENS]-(:Certification)<-[:PREPARES_FOR]-(r:Training)
    RETURN r.key AS training, r.title AS title, r.hours AS hours
  }
  WITH training, title, hours ORDER BY hours, title, training
  RETURN collect(title) AS trainings
}
RETURN b.key AS bridge, f.key AS from_employer, f.name AS from_name,
       t.key AS to_employer, t.name AS to_name,
       x.key AS from_occupation, x.title AS from_title, y.key AS to_occupation, y.title AS to_title,
       b.people AS people, b.coverage AS coverage, b.km AS km, trainings
ORDER BY people DESC, coverage DESC, bridge, from_employer, from_name, to_employer, to_name,
         from_occupation, to_occupation, trainings;
