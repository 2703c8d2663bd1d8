/*
title: {fr: Besoins mois par mois, en: Needs month by month}
help:
  fr: Les besoins ouverts additionnés mois par mois et par métier, pour voir quand recruter ou partager ; un CDI sans détail mensuel compte toute l'année, les autres besoins sans détail n'y sont pas.
  en: Open needs added up by month and occupation, to see when to recruit or share; a permanent post without monthly detail counts all year, other needs without it are left out.
theme: needs
parameters:
  basin:
    type: key
    key_of: Territory
    choices_from: basins
    optional: true
    title: {fr: Bassin, en: Basin}
    help: {fr: "Un bassin d'emploi ; sans lui, tous.", en: An employment basin; all without it.}
  occupations:
    type: keys
    key_of: Occupation
    choices_from: occupations
    optional: true
    title: {fr: Métiers, en: Occupations}
    help: {fr: "Un ou plusieurs métiers ; sans eux, tous.", en: One or more occupations; all without them.}
columns:
  occupation: {fr: Code ROME, en: ROME code, key_of: Occupation}
  title: {fr: Métier, en: Occupation}
  needs: {fr: Besoins, en: Needs}
  m01: {fr: Janv., en: Jan}
  m02: {fr: Févr., en: Feb}
  m03: {fr: Mars, en: March}
  m04: {fr: Avril, en: April}
  m05: {fr: Mai, en: May}
  m06: {fr: Juin, en: June}
  m07: {fr: Juil., en: Jul}
  m08: {fr: Août, en: August}
  m09: {fr: Sept., en: Sep}
  m10: {fr: Oct., en: Oct}
  m11: {fr: Nov., en: Nov}
  m12: {fr: Déc., en: Dec}
  total: {fr: "Total, en mois à temps plein", en: "Total, in full-time months"}
example: {occupations: "H3302; A1419; I1203"}
*/
MATCH (e:Company|Actor)-[:HAS_NEED]->(n:Need)-[:FOR_OCCUPATION]->(o:Occupation)
WHERE n.visibility IN $visible AND coalesce(n.status, 'open') = 'open'
  AND ($occupations IS NULL OR o.key IN $occupations)
  AND ($basin IS NULL OR EXISTS {
    MATCH (e)-[:LOCATED_IN]->(:Territory)-[:PART_OF*0..3]->(:Territory {key: $basin})
  })
WITH DISTINCT n, o,
     coalesce(n.m01, n.m02, n.m03, n.m04, n.m05, n.m06,
              n.m07, n.m08, n.m09, n.m10, n.m11, n.m12) IS NOT NULL AS monthly
WHERE monthly OR n.contract = 'permanent'
WITH n, o, CASE WHEN monthly THEN 0.0 ELSE coalesce(n.posts, 0.0) END AS other
WITH o, count(n) AS needs,
     round(sum(coalesce(n.m01, other)), 2) AS m01, round(sum(coalesce(n.m02, other)), 2) AS m02,
     round(sum(coalesce(n.m03, other)), 2) AS m03, round(sum(coalesce(n.m04, other)), 2) AS m04,
     round(sum(coalesce(n.m05, other)), 2) AS m05, round(sum(coalesce(n.m06, other)), 2) AS m06,
     round(sum(coalesce(n.m07, other)), 2) AS m07, round(sum(coalesce(n.m08, other)), 2) AS m08,
     round(sum(coalesce(n.m09, other)), 2) AS m09, round(sum(coalesce(n.m10, other)), 2) AS m10,
     round(sum(coalesce(n.m11, other)), 2) AS m11, round(sum(coalesce(n.m12, other)), 2) AS m12
WITH o, needs, m01, m02, m03, m04, m05, m06, m07, m08, m09, m10, m11, m12,
     round(m01 + m02 + m03 + m04 + m05 + m06 + m07 + m08 + m09 + m10 + m11 + m12, 2) AS total
RETURN o.key AS occupation, o.title AS title, needs,
       m01, m02, m03, m04, m05, m06, m07, m08, m09, m10, m11, m12, total
ORDER BY total DESC, occupation, needs,
         m01, m02, m03, m04, m05, m06, m07, m08, m09, m10, m11, m12;
