/*
title: {fr: Passerelles vers un employeur, en: Bridges to an employer}
help:
  fr: Les employeurs dont des salariés pourraient venir chez celui qui recrute, pour savoir qui appeler avant de publier une offre.
  en: Employers whose people could come to the one that recruits, to know whom to call before an offer is published.
theme: bridges
weekly: 9
parameters:
  employer:
    type: key
    key_of: Company|Actor
    choices_from: employers
    title: {fr: Employeur, en: Employer}
    help: {fr: Celui qui recrute., en: The one that recruits.}
columns:
  bridge: {fr: Passerelle (clé), en: Bridge (key), key_of: Bridge}
  from_employer: {fr: Depuis (clé), en: From (key), key_of: Company|Actor}
  from_name: {fr: Depuis, en: From}
  from_occupation: {fr: Métier quitté (code), en: Occupation left (code), key_of: Occupation}
  from_title: {fr: Métier quitté, en: Occupation left}
  to_occupation: {fr: Métier visé (code), en: Occupation taken (code), key_of: Occupation}
  to_title: {fr: Métier visé, en: Occupation taken}
  people: {fr: "Postes compatibles, au plus", en: "People who could move, at most"}
  effort: {fr: Adaptation, en: Effort, choice_of: Bridge.effort}
  coverage: {fr: Compétences déjà tenues, en: Skills already held}
  km: {fr: Kilomètres, en: Kilometres}
example: {employer: "99990008700019"}
*/
MATCH (:Company|Actor {key: $employer})<-[:TO]-(b:Bridge)
WHERE b.visibility IN $visible
MATCH (b)-[:FROM]->(f:Company|Actor)
MATCH (b)-[:FROM_OCCUPATION]->(x:Occupation)
MATCH (b)-[:TO_OCCUPATION]->(y:Occupation)
RETURN b.key AS bridge, f.key AS from_employer, f.name AS from_name,
       x.key AS from_occupation, x.title AS from_title, y.key AS to_occupation, y.title AS to_title,
       b.people AS people, b.effort AS effort, b.coverage AS coverage, b.km AS km
ORDER BY people DESC, coverage DESC, bridge, from_employer, from_name, from_occupation,
         to_occupation;
