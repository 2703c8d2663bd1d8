/*
title: {fr: "Besoins déclarés et projections publiées, côte à côte", en: "Declared needs and published outlooks, side by side"}
help:
  fr: Ce que les employeurs déclarent ici à côté de ce que publie l'enquête Besoins en main-d'œuvre, pour voir où l'on sait peu ; les deux ne s'additionnent jamais. La ligne sans métier compte tout le bassin ; celle d'un métier répète les chiffres de ses familles, qui couvrent d'autres métiers.
  en: What employers declare here beside what the survey Besoins en main-d'œuvre publishes, to see where little is known; the two never add up. The row without an occupation counts the whole basin; that of an occupation repeats the figures of its families, which cover other occupations.
theme: needs
identity: [basin, occupation]
parameters:
  basin:
    type: key
    key_of: Territory
    choices_from: basins
    optional: true
    title: {fr: Bassin, en: Basin}
    help: {fr: "Un bassin d'emploi ; sans lui, tous.", en: An employment basin; all without it.}
  year:
    type: integer
    least: "1990"
    most: "2100"
    optional: true
    title: {fr: Année publiée, en: Year published}
    help: {fr: "L'année de l'enquête ; sans elle, la dernière chargée.", en: The year of the survey; without it the last that is loaded.}
columns:
  basin: {fr: Bassin (clé), en: Basin (key), key_of: Territory}
  basin_name: {fr: Bassin, en: Basin}
  occupation: {fr: Code ROME, en: ROME code, key_of: Occupation}
  title: {fr: Métier, en: Occupation}
  needs: {fr: Besoins déclarés ouverts, en: Open needs declared}
  posts: {fr: Postes déclarés, en: Posts declared}
  declared_on: {fr: Dernière déclaration confirmée, en: Last declaration confirmed}
  publisher: {fr: Éditeur de la projection, en: Publisher of the outlook}
  year: {fr: Année publiée, en: Year published}
  families: {fr: Familles publiées, en: Families published}
  projects: {fr: Projets publiés, en: Projects published}
  at_least: {fr: "Projets : au moins ce nombre", en: "Projects: at least that number"}
  difficult: {fr: Jugés difficiles, en: Judged difficult}
  difficult_at_least: {fr: "Difficiles : au moins ce nombre", en: "Difficult: at least that number"}
*/
MATCH (x:Outlook {publisher: 'BMO'})
WITH max(x.year) AS latest
WITH coalesce($year, latest) AS year
CALL (year) {
  MATCH (e:Company|Actor)-[:HAS_NEED]->(n:Need),
        (e)-[:LOCATED_IN]->(:Territory)-[:PART_OF*0..3]->(b:Territory {kind: 'basin'})
  WHERE n.visibility IN $visible AND coalesce(n.status, 'open') = 'open'
    AND ($basin IS NULL OR b.key = $basin)
  WITH DISTINCT b, n
  RETURN b.key AS basin, b.name AS basin_name, null AS occupation, null AS title,
         count(n) AS needs, CASE WHEN count(n.posts) > 0 THEN round(sum(n.posts), 2) END AS posts,
         max(n.confirmed_on) AS declared_on, null AS families, null AS projects,
         null AS secret, null AS difficult, null AS difficult_secret
  UNION ALL
  MATCH (p:Outlook {publisher: 'BMO'})-[:CONCERNS]->(b:Territory {kind: 'basin'})
  WHERE p.year = year AND ($basin IS NULL OR b.key = $basin)
  RETURN b.key AS basin, b.name AS basin_name, null AS occupation, null AS title,
         null AS needs, null AS posts, null AS declared_on, count(p) AS families,
         CASE WHEN count(p.projects) > 0 THEN sum(p.projects) END AS projects,
         count(p) - count(p.projects) AS secret,
         CASE WHEN count(p.difficult) > 0 THEN sum(p.difficult) END AS difficult,
         count(p) - count(p.difficult) AS difficult_secret
  UNION ALL
  MATCH (e:Company|Actor)-[:HAS_NEED]->(n:Need)-[:FOR_OCCUPATION]->(o:Occupation),
        (e)-[:LOCATED_IN]->(:Territory)-[:PART_OF*0..3]->(b:Territory {kind: 'basin'})
  WHERE n.visibility IN $visible AND coalesce(n.status, 'open') = 'open'
    AND ($basin IS NULL OR b.key = $basin)
  WITH DISTINCT b, o, n, year
  WITH b, o, year, count(n) AS needs,
       CASE WHEN count(n.posts) > 0 THEN round(sum(n.posts), 2) END AS posts,
       max(n.confirmed_on) AS declared_on
  MATCH (o)<-[:CONCERNS]-(p:Outlook {publisher: 'BMO'})-[:CONCERNS]->(b)
  WHERE p.year = year
  RETURN b.key AS basin, b.name AS basin_name, o.key AS occupation, o.title AS title,
         needs, posts, declared_on, count(p) AS families,
         CASE WHEN count(p.projects) > 0 THEN sum(p.projects) END AS projects,
         count(p) - count(p.projects) AS secret,
         CASE WHEN count(p.difficult) > 0 THEN sum(p.difficult) END AS difficult,
         count(p) - count(p.difficult) AS difficult_secret
}
WITH basin, basin_name, occupation, title, year, coalesce(max(needs), 0) AS needs,
     max(posts) AS posts, max(declared_on) AS declared_on, coalesce(max(families), 0) AS families,
     max(projects) AS projects, max(secret) AS secret, max(difficult) AS difficult,
     max(difficult_secret) AS difficult_secret
RETURN basin, basin_name, occupation, title, needs, posts, declared_on,
       CASE WHEN families > 0 THEN 'BMO' END AS publisher,
       CASE WHEN families > 0 THEN year END AS year, families,
       projects, secret > 0 AS at_least, difficult, difficult_secret > 0 AS difficult_at_least
ORDER BY basin_name, basin, coalesce(occupation, ''), occupation, title, needs, posts,
         declared_on, publisher, year, families, projects, at_least, difficult, difficult_at_least;
