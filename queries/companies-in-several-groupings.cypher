/*
title: {fr: Employeurs candidats à plusieurs groupements, en: Employers in several groupings}
help:
  fr: Les employeurs que plusieurs groupements calculés pourraient réunir, pour choisir qui appeler d'abord et quel groupement lui proposer.
  en: Employers that several computed groupings could have as a member, to choose whom to call first and which grouping to propose.
theme: groupings
columns:
  employer: {fr: Employeur (clé), en: Employer (key), key_of: Company|Actor}
  employer_name: {fr: Employeur, en: Employer}
  commune: {fr: Commune, en: Commune}
  groupings: {fr: Groupements, en: Groupings}
  families: {fr: Familles de métiers, en: Families of occupations}
  occupations: {fr: Métiers, en: Occupations}
  others: {fr: Autres membres, en: Other members}
*/
MATCH (e:Company|Actor)-[:CANDIDATE_FOR]->(g:Grouping)
WHERE g.visibility IN $visible
WITH e, count(DISTINCT g) AS groupings
WHERE groupings > 1
OPTIONAL MATCH (e)-[:LOCATED_IN]->(c:Territory)
WITH e, groupings, min(c.name) AS commune
MATCH (e)-[:CANDIDATE_FOR]->(g:Grouping)
WHERE g.visibility IN $visible
OPTIONAL MATCH (g)-[:FOR_OCCUPATION]->(o:Occupation)
WITH e, groupings, commune, g, min(o.title) AS occupation
MATCH (m:Company|Actor)-[:CANDIDATE_FOR]->(g)
WITH e, groupings, commune, g, occupation, CASE WHEN m.key <> e.key THEN m.name END AS other
ORDER BY g.family, occupation, other, g.key
RETURN e.key AS employer, e.name AS employer_name, commune, groupings,
       collect(DISTINCT g.family) AS families, collect(DISTINCT occupation) AS occupations,
       collect(DISTINCT other) AS others
ORDER BY groupings DESC, employer_name, employer, commune;
