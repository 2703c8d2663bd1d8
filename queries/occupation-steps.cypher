/*
title: {fr: D'un métier à un autre en trois étapes, en: From one occupation to another in three steps}
help:
  fr: Les suites de mobilités officielles du ROME qui mènent d'un métier à un autre en trois étapes au plus, sans mobilité écartée, pour bâtir un parcours.
  en: The chains of official ROME moves that lead from one occupation to another in at most three, no vetoed move among them, to build a path.
theme: bridges
identity: [path]
parameters:
  from_occupation:
    type: key
    key_of: Occupation
    choices_from: occupations
    title: {fr: Métier quitté, en: Occupation left}
    help: {fr: Celui d'où l'on part., en: The one to start from.}
  to_occupation:
    type: key
    key_of: Occupation
    choices_from: occupations
    title: {fr: Métier visé, en: Occupation aimed at}
    help: {fr: Celui où l'on veut arriver., en: The one to arrive at.}
columns:
  moves: {fr: Étapes, en: Moves}
  steps: {fr: Métiers traversés, en: Occupations on the way}
  ranks: {fr: Rangs au ROME, en: ROME ranks}
  rank_sum: {fr: Somme des rangs, en: Sum of ranks}
  path: {fr: Codes ROME, en: ROME codes}
example: {from_occupation: H3201, to_occupation: I1304}
*/
MATCH p = (:Occupation {key: $from_occupation})-[:MOVES_TO*1..3]->
          (:Occupation {key: $to_occupation})
WHERE none(o IN nodes(p)[1..-1] WHERE o.key IN [$from_occupation, $to_occupation])
  AND NOT EXISTS {
    MATCH (x:Occupation)-[:VETOED]->(y:Occupation), (x)-[m:MOVES_TO]->(y)
    WHERE m IN relationships(p)
  }
WITH length(p) AS moves, [o IN nodes(p) | o.title] AS steps,
     [m IN relationships(p) | m.rank] AS ranks,
     reduce(total = 0, m IN relationships(p) | total + m.rank) AS rank_sum,
     reduce(codes = $from_occupation, o IN nodes(p)[1..] | codes + ' → ' + o.key) AS path
RETURN moves, steps, ranks, rank_sum, path
ORDER BY moves, rank_sum, path, steps, ranks;
