/*
title: {fr: Partenaires d'un projet, en: Partners of a project}
help:
  fr: Qui prend part au projet et dans quel rôle, le porteur d'abord, pour savoir qui réunir et quel rôle reste à tenir.
  en: Who takes part in the project and in which role, the lead first, to know whom to bring together and which role is left to fill.
theme: network
parameters:
  project:
    type: key
    key_of: Project
    choices_from: projects
    title: {fr: Projet, en: Project}
    help: {fr: Celui dont on parle., en: The one in question.}
columns:
  role: {fr: Rôle, en: Role, choice_of: TAKES_PART_IN.role}
  partner: {fr: Participant (clé), en: Participant (key), key_of: Company|Actor}
  partner_name: {fr: Participant, en: Participant}
  commune: {fr: Commune, en: Commune}
  since: {fr: Depuis le, en: Since}
identity: [role, partner]
example: {project: rebond-plasturgie-vineuil}
*/
MATCH (e:Company|Actor)-[w:TAKES_PART_IN]->(:Project {key: $project})
OPTIONAL MATCH (e)-[:LOCATED_IN]->(c:Territory)
WITH e, w, min(c.name) AS commune
RETURN w.role AS role, e.key AS partner, e.name AS partner_name,
       commune, w.since AS since
ORDER BY CASE role
           WHEN 'lead' THEN 1 WHEN 'partner' THEN 2 WHEN 'funder' THEN 3 WHEN 'host' THEN 4 ELSE 5
         END, role, partner_name, partner, commune, since;
