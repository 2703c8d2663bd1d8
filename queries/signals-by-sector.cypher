/*
title: {fr: Signaux par secteur, en: Signals by sector}
help:
  fr: Les signaux sur un secteur ou sur un établissement du secteur depuis une date, pour voir où une tendance se dessine.
  en: Signals about a sector or a company of the sector since a date, to see where a trend takes shape.
theme: watch
weekly: 3
parameters:
  since:
    type: date
    optional: true
    title: {fr: Vus depuis le, en: Seen since}
    help: {fr: "Sans cette date, tous.", en: All without it.}
columns:
  sector: {fr: Secteur (code), en: Sector (code), key_of: Sector}
  sector_title: {fr: Secteur, en: Sector}
  signals: {fr: Signaux, en: Signals}
  companies: {fr: Établissements concernés, en: Companies concerned}
  gravest: {fr: "Gravité la plus forte, de 0 à 3", en: "Greatest severity, 0 to 3"}
  latest: {fr: Dernier vu le, en: Latest seen on}
  kinds: {fr: Natures, en: Kinds, choice_of: Signal.kind}
example: {since: 2026-02-01}
*/
CALL {
  MATCH (g:Signal)-[:ABOUT]->(x:Sector)
  WHERE g.visibility IN $visible AND ($since IS NULL OR g.seen_on >= $since)
  RETURN g.key AS signal, g.kind AS kind, g.severity AS severity, g.seen_on AS seen,
         x.key AS sector, x.title AS title, null AS company
  UNION
  MATCH (g:Signal)-[:ABOUT]->(c:Company)-[:IN_SECTOR]->(x:Sector)
  WHERE g.visibility IN $visible AND ($since IS NULL OR g.seen_on >= $since)
  RETURN g.key AS signal, g.kind AS kind, g.severity AS severity, g.seen_on AS seen,
         x.key AS sector, x.title AS title, c.key AS company
  UNION
  MATCH (g:Signal)
  WHERE g.visibility IN $visible AND ($since IS NULL OR g.seen_on >= $since)
    AND NOT EXISTS { MATCH (g)-[:ABOUT]->(:Sector) }
    AND NOT EXISTS { MATCH (g)-[:ABOUT]->(:Company)-[:IN_SECTOR]->(:Sector) }
  OPTIONAL MATCH (g)-[:ABOUT]->(c:Company)
  RETURN g.key AS signal, g.kind AS kind, g.severity AS severity, g.seen_on AS seen,
         null AS sector, null AS title, c.key AS company
}
WITH signal, kind, severity, seen, sector, title, company ORDER BY kind
RETURN sector, title AS sector_title, count(DISTINCT signal) AS signals,
       count(DISTINCT company) AS companies, max(severity) AS gravest, max(seen) AS latest,
       collect(DISTINCT kind) AS kinds
ORDER BY sector IS NULL, signals DESC, latest DESC, sector_title, sector;
