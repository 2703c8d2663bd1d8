/*
title: {fr: Besoins dont le délai est dépassé, en: Needs past their horizon}
help:
  fr: Les besoins encore ouverts après leur échéance ou, sans elle, après le délai de leur horizon (3 mois, 1 an, 3 ans), pour décider lesquels reprendre.
  en: Needs still open after their due day or, without one, after the delay of their horizon (3 months, 1 year, 3 years), to decide which to take up again.
theme: needs
weekly: 5
parameters:
  "on":
    type: date
    default: today
    title: {fr: Au, en: "On"}
    help: {fr: Le jour où l'on compte., en: The day of the count.}
columns:
  need: {fr: Besoin (clé), en: Need (key), key_of: Need}
  need_title: {fr: Besoin, en: Need}
  occupation: {fr: Code ROME, en: ROME code, key_of: Occupation}
  title: {fr: Métier, en: Occupation}
  employer: {fr: Employeur (clé), en: Employer (key), key_of: Company|Actor}
  employer_name: {fr: Employeur, en: Employer}
  posts: {fr: Postes, en: Posts}
  horizon: {fr: Horizon, en: Horizon, choice_of: Need.horizon}
  due_on: {fr: Attendu pour le, en: Due on}
  days_late: {fr: Jours de retard, en: Days late}
example: {"on": 2026-09-07}
*/
MATCH (e:Company|Actor)-[:HAS_NEED]->(n:Need)
WHERE n.visibility IN $visible AND coalesce(n.status, 'open') = 'open'
WITH e, n,
     CASE n.horizon WHEN 'urgent' THEN 3 WHEN 'short' THEN 12 WHEN 'medium' THEN 36 END AS months
WITH e, n, CASE
       WHEN n.by IS NOT NULL THEN n.by
       WHEN n.starts_on IS NOT NULL AND months IS NOT NULL
       THEN toString(date(n.starts_on) + duration({months: months}))
     END AS due_on
WHERE due_on < $on
OPTIONAL MATCH (n)-[:FOR_OCCUPATION]->(o:Occupation)
WITH e, n, o, due_on, duration.inDays(date(due_on), date($on)).days AS days_late
RETURN n.key AS need, n.title AS need_title, o.key AS occupation, o.title AS title,
       e.key AS employer, e.name AS employer_name, n.posts AS posts, n.horizon AS horizon,
       due_on, days_late
ORDER BY days_late DESC, employer_name, employer, need, occupation, due_on;
