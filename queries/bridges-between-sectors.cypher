/*
title: {fr: Passerelles entre deux secteurs, en: Bridges between two sectors}
help:
  fr: Les salariés d'un secteur qui pourraient aller vers un autre, pour décider si un rapprochement de branches vaut la peine.
  en: People of one sector who could go to another, to decide whether bringing the two branches together is worthwhile.
theme: bridges
parameters:
  from_sector:
    type: key
    key_of: Sector
    choices_from: sectors
    title: {fr: Secteur quitté, en: Sector left}
    help:
      fr: Ses subdivisions y sont comprises.
      en: Its sub-headings are included.
  to_sector:
    type: key
    key_of: Sector
    choices_from: sectors
    title: {fr: Secteur visé, en: Sector aimed at}
    help:
      fr: Ses subdivisions y sont comprises.
      en: Its sub-headings are included.
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
  effort: {fr: Adaptation, en: Effort, choice_of: Bridge.effort}
  coverage: {fr: Compétences déjà tenues, en: Skills already held}
  km: {fr: Kilomètres, en: Kilometres}
example: {from_sector: "naf2:22.29A", to_sector: "naf2:10.72Z"}
*/
MATCH (:Sector {key: $from_sector})<-[:PART_OF*0..4]-(:Sector)<-[:IN_SECTOR]-(f:Company|Actor)
WITH DISTINCT f
MATCH (f)<-[:FROM]-(b:Bridge)-[:TO]->(t:Company|Actor)
WHERE b.visibility IN $visible
  AND EXISTS { MATCH (t)-[:IN_SECTOR]->(:Sector)-[:PART_OF*0..4]->(:Sector {key: $to_sector}) }
MATCH (b)-[:FROM_OCCUPATION]->(x:Occupation)
MATCH (b)-[:TO_OCCUPATION]->(y:Occupation)
RETURN b.key AS bridge, f.key AS from_employer, f.name AS from_name,
       t.key AS to_employer, t.name AS to_name,
       x.key AS from_occupation, x.title AS from_title, y.key AS to_occupation, y.title AS to_title,
       b.people AS people, b.effort AS effort, b.coverage AS coverage, b.km AS km
ORDER BY people DESC, coverage DESC, bridge, from_employer, from_name, to_employer, to_name,
         from_occupation, to_occupation;
