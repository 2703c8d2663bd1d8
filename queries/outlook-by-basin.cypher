/*
title: {fr: Projets de recrutement publiés (BMO) par bassin et famille, en: Published recruitment projects (BMO) by basin and family}
help:
  fr: Les projets de recrutement que publie l'enquête Besoins en main-d'œuvre, pour situer un bassin ; une case vide d'une ligne marquée secrète est un chiffre que l'éditeur ne publie pas, jamais zéro.
  en: The recruitment projects that the survey Besoins en main-d'œuvre publishes, to place a basin; an empty cell of a row marked withheld is a figure that its publisher does not give, never zero.
theme: needs
identity: [basin, year, family]
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
    title: {fr: Année, en: Year}
    help: {fr: "L'année de l'enquête ; sans elle, la dernière chargée.", en: The year of the survey; without it the last that is loaded.}
columns:
  basin: {fr: Bassin (clé), en: Basin (key), key_of: Territory}
  basin_name: {fr: Bassin, en: Basin}
  year: {fr: Année, en: Year}
  family: {fr: Code de la famille, en: Family code}
  title: {fr: Famille de métiers, en: Family of occupations}
  projects: {fr: Projets, en: Projects}
  difficult: {fr: Jugés difficiles, en: Judged difficult}
  seasonal: {fr: Saisonniers, en: Seasonal}
  withheld: {fr: Chiffre secret, en: A figure withheld}
*/
MATCH (x:Outlook {publisher: 'BMO'})
WITH max(x.year) AS latest
WITH coalesce($year, latest) AS year
MATCH (p:Outlook {publisher: 'BMO'})-[:CONCERNS]->(b:Territory {kind: 'basin'})
WHERE p.year = year AND ($basin IS NULL OR b.key = $basin)
RETURN b.key AS basin, b.name AS basin_name, p.year AS year, p.family AS family, p.title AS title,
       p.projects AS projects, p.difficult AS difficult, p.seasonal AS seasonal,
       coalesce(p.withheld, false) AS withheld
ORDER BY basin_name, basin, coalesce(projects, -1) DESC, family, year, title, projects, difficult,
         seasonal, withheld;
