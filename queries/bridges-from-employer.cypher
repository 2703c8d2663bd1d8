/*
title: {fr: Passerelles depuis un employeur, en: Bridges from an employer}
help:
  fr: Où les salariés d'un employeur pourraient aller, pour savoir qui appeler quand des postes disparaissent.
  en: Where the people of an employer could go, to know whom to call when posts disappear.
theme: bridges
weekly: 8
parameters:
  employer:
    type: key
    key_of: Company|Actor
    choices_from: employers
    title: {fr: Employeur, en: Employer}
    help: {fr: Celui d'où l'on part., en: The one that people leave.}
columns:
  bridge: {fr: Passerelle (clé), en: Bridge (key), key_of: Bridge}
  to_employer: {fr: Vers (clé), en: To (key), key_of: Company|Actor}
  to_name: {fr: Vers, en: To}
  from_occupation: {fr: Métier quitté (code), en: Occupation left (code), key_of: Occupation}
  from_title: {fr: Métier quitté, en: Occupation left}
  to_occupation: {fr: Métier visé (code), en: Occupation taken (code), key_of: Occupation}
  to_title: {fr: Métier visé, en: Occupation taken}
  people: {fr: "Postes compatibles, au plus", en: "People who could move, at most"}
  effort: {fr: Adaptation, en: Effort, choice_of: Bridge.effort}
  coverage: {fr: Compétences déjà tenues, en: Skills already held}
  km: {fr: Kilomètres, en: Kilometres}
example: {employer: "99990007900016"}
*/
MATCH (b:Bridge)-[:FROM]->(:Company|Actor {key: $employer}),
      (b)-[:TO]->(t:Company|Actor),
      (b)-[:FROM_OCCUPATION]->(x:Occupation),
      (b)-[:TO_OCCUPATION]->(y:Occupation)
WHERE b.visibility IN $visible
RETURN b.key AS bridge, t.key AS to_employer, t.name AS to_name,
       x.key AS from_occupation, x.title AS from_title, y.key AS to_occupation, y.title AS to_title,
       b.people AS people, b.effort AS effort, b.coverage AS coverage, b.km AS km
ORDER BY people DESC, coverage DESC, bridge, to_employer, to_name, from_occupation, to_occupation;
