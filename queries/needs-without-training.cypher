/*
title: {fr: Besoins sans formation à proximité, en: Needs without a training nearby}
help:
  fr: Les besoins ouverts dont le métier n'a aucune formation située dans le rayon, pour décider quoi ouvrir et où.
  en: Open needs whose occupation has no training located within the radius, to decide what to open and where.
theme: needs
parameters:
  km:
    type: decimal
    default: "35"
    least: "1"
    most: "300"
    title: {fr: Rayon en kilomètres, en: Radius in kilometres}
    help: {fr: Distance à vol d'oiseau., en: Distance as the crow flies.}
columns:
  need: {fr: Besoin (clé), en: Need (key), key_of: Need}
  need_title: {fr: Besoin, en: Need}
  occupation: {fr: Code ROME, en: ROME code, key_of: Occupation}
  title: {fr: Métier, en: Occupation}
  employer: {fr: Employeur (clé), en: Employer (key), key_of: Company|Actor}
  employer_name: {fr: Employeur, en: Employer}
  commune: {fr: Commune, en: Commune}
  posts: {fr: Postes, en: Posts}
  by: {fr: À pourvoir avant, en: To be filled by}
*/
MATCH (e:Company|Actor)-[:HAS_NEED]->(n:Need)-[:FOR_OCCUPATION]->(o:Occupation),
      (e)-[:LOCATED_IN]->(c:Territory)
WHERE n.visibility IN $visible AND coalesce(n.status, 'open') = 'open'
WITH e, n, o, c,
     coalesce(e.latitude, c.latitude) AS latitude, coalesce(e.longitude, c.longitude) AS longitude
WHERE NOT EXISTS {
  MATCH (f:Training)-[:LOCATED_IN]->(p:Territory)
  WHERE (EXISTS { MATCH (f)-[:PREPARES_FOR]->(o) }
      OR EXISTS { MATCH (f)-[:PREPARES_FOR]->(:Certification)-[:OPENS]->(o) })
    AND 12742 * asin(sqrt(sin(radians(p.latitude - latitude) / 2) ^ 2
      + cos(radians(latitude)) * cos(radians(p.latitude))
      * sin(radians(p.longitude - longitude) / 2) ^ 2)) <= $km
}
RETURN n.key AS need, n.title AS need_title, o.key AS occupation, o.title AS title,
       e.key AS employer, e.name AS employer_name, c.name AS commune, n.posts AS posts, n.by AS by
ORDER BY occupation, employer_name, commune, employer, need;
