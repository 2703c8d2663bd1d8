/*
title: {fr: Qui a la saison contraire de la mienne, en: Whose season completes mine}
help:
  fr: Les employeurs proches qui cherchent, dans le même métier ou domaine, quand cet employeur cherche peu, pour proposer un emploi partagé ; « à l'année » est le plus petit total des deux saisons sur un mois, une fois ôté ce que chacun garde toute l'année ; ceux dont la saison recouvre l'autre à moitié ou plus n'y sont pas.
  en: Nearby employers that seek, in the same occupation or domain, when this employer seeks little, to propose a shared job; "all year" is the smallest sum of both seasons over the months, without what each keeps all year; those whose season falls on the other by half or more are left out.
theme: groupings
parameters:
  employer:
    type: key
    key_of: Company|Actor
    choices_from: employers
    title: {fr: Employeur, en: Employer}
    help: {fr: Celui dont on cherche la contre-saison., en: The one whose counter-season is sought.}
  km:
    type: decimal
    default: "35"
    least: "1"
    most: "300"
    title: {fr: Rayon en kilomètres, en: Radius in kilometres}
    help: {fr: Distance à vol d'oiseau., en: Distance as the crow flies.}
columns:
  other: {fr: Autre employeur (clé), en: Other employer (key), key_of: Company|Actor}
  other_name: {fr: Autre employeur, en: Other employer}
  commune: {fr: Commune, en: Commune}
  km: {fr: Kilomètres, en: Kilometres}
  occupation: {fr: Mon métier (code), en: My occupation (code), key_of: Occupation}
  title: {fr: Mon métier, en: My occupation}
  other_occupation: {fr: Son métier (code), en: Its occupation (code), key_of: Occupation}
  other_title: {fr: Son métier, en: Its occupation}
  months: {fr: "Mois où il cherche et moi peu, de 1 à 12", en: "Months in which it seeks and I little, 1 to 12"}
  all_year: {fr: "Temps pleins à l'année, à deux", en: "Full-time jobs all year, together"}
  shared: {fr: "Part de saison en commun, de 0 à 1", en: "Share of season in common, 0 to 1"}
example: {employer: "99990012900019"}
*/
MATCH (me:Company|Actor {key: $employer})-[:LOCATED_IN]->(home:Territory)
MATCH (me)-[:HAS_NEED]->(n:Need)-[:FOR_OCCUPATION]->(o:Occupation)
WHERE n.visibility IN $visible AND coalesce(n.status, 'open') = 'open' AND coalesce(n.recurring, true)
WITH me, home, o,
     [sum(coalesce(n.m01, 0.0)), sum(coalesce(n.m02, 0.0)), sum(coalesce(n.m03, 0.0)),
      sum(coalesce(n.m04, 0.0)), sum(coalesce(n.m05, 0.0)), sum(coalesce(n.m06, 0.0)),
      sum(coalesce(n.m07, 0.0)), sum(coalesce(n.m08, 0.0)), sum(coalesce(n.m09, 0.0)),
      sum(coalesce(n.m10, 0.0)), sum(coalesce(n.m11, 0.0)), sum(coalesce(n.m12, 0.0))] AS sought
WITH me, home, o, sought, reduce(low = sought[0], x IN sought | CASE WHEN x < low THEN x ELSE low END) AS kept
WITH me, home, o, [x IN sought | round(x - kept, 2)] AS mine
MATCH (p:Occupation)
WHERE p.key STARTS WITH left(o.key, 3)
MATCH (e:Company|Actor)-[:HAS_NEED]->(m:Need)-[:FOR_OCCUPATION]->(p), (e)-[:LOCATED_IN]->(c:Territory)
WHERE m.visibility IN $visible AND coalesce(m.status, 'open') = 'open' AND coalesce(m.recurring, true)
  AND e.key <> me.key
WITH o, mine, e, c, p,
     round(12742 * asin(sqrt(
       sin(radians(coalesce(e.latitude, c.latitude) - coalesce(me.latitude, home.latitude)) / 2) ^ 2
       + cos(radians(coalesce(me.latitude, home.latitude)))
       * cos(radians(coalesce(e.latitude, c.latitude)))
       * sin(radians(coalesce(e.longitude, c.longitude)
         - coalesce(me.longitude, home.longitude)) / 2) ^ 2)), 1) AS km,
     [sum(coalesce(m.m01, 0.0)), sum(coalesce(m.m02, 0.0)), sum(coalesce(m.m03, 0.0)),
      sum(coalesce(m.m04, 0.0)), sum(coalesce(m.m05, 0.0)), sum(coalesce(m.m06, 0.0)),
      sum(coalesce(m.m07, 0.0)), sum(coalesce(m.m08, 0.0)), sum(coalesce(m.m09, 0.0)),
      sum(coalesce(m.m10, 0.0)), sum(coalesce(m.m11, 0.0)), sum(coalesce(m.m12, 0.0))] AS sought
WHERE km <= $km
WITH o, mine, e, c, p, km, sought,
     reduce(low = sought[0], x IN sought | CASE WHEN x < low THEN x ELSE low END) AS kept
WITH o, mine, e, c, p, km, [x IN sought | round(x - kept, 2)] AS theirs
WITH o, mine, e, c, p, km, theirs,
     reduce(top = 0.0, x IN mine | CASE WHEN x > top THEN x ELSE top END) / 2 AS half,
     reduce(top = 0.0, x IN theirs | CASE WHEN x > top THEN x ELSE top END) / 2 AS their_half,
     reduce(total = 0.0, x IN mine | total + x) AS season,
     reduce(total = 0.0, x IN theirs | total + x) AS their_season,
     reduce(total = 0.0, i IN range(0, 11) |
       total + CASE WHEN mine[i] < theirs[i] THEN mine[i] ELSE theirs[i] END) AS common,
     [i IN range(0, 11) | round(mine[i] + theirs[i], 2)] AS both
WHERE half > 0 AND their_half > 0
WITH o, e, c, p, km,
     [i IN range(0, 11) WHERE mine[i] < half AND theirs[i] >= their_half | i + 1] AS months,
     reduce(low = both[0], x IN both | CASE WHEN x < low THEN x ELSE low END) AS all_year,
     round(common / CASE WHEN season < their_season THEN season ELSE their_season END, 2) AS shared
WHERE shared < 0.5 AND size(months) > 0
RETURN e.key AS other, e.name AS other_name, c.name AS commune, km,
       o.key AS occupation, o.title AS title, p.key AS other_occupation, p.title AS other_title,
       months, all_year, shared
ORDER BY all_year DESC, shared, km, other_name, other, occupation, other_occupation, commune, months;
