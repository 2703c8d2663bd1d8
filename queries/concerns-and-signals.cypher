/*
title: {fr: Problématiques et signaux, en: Concerns and signals}
help:
  fr: Les problématiques reconnues, les signaux qui les appuient et les projets qu'elles ont fait naître, pour décider laquelle attend encore une réponse.
  en: The concerns recognised, the signals that support them and the projects they led to, to decide which one still awaits an answer.
theme: watch
parameters:
  status:
    type: choice
    default: current
    choices:
      current: {fr: Ouvertes et suivies, en: Open and followed}
      all: {fr: "Toutes, closes comprises", en: "All, closed ones too"}
    title: {fr: Lesquelles, en: Which}
    help: {fr: Avec ou sans celles qui sont closes., en: With or without those that are closed.}
columns:
  concern: {fr: Problématique (clé), en: Concern (key), key_of: Concern}
  concern_title: {fr: Problématique, en: Concern}
  status: {fr: Statut, en: Status, choice_of: Concern.status}
  owner: {fr: Pilote (clé), en: Owner (key), key_of: Actor}
  owner_name: {fr: Pilote, en: Owner}
  raised_on: {fr: Reconnue le, en: Raised on}
  due_on: {fr: Échéance, en: Due on}
  signals: {fr: Signaux, en: Signals}
  first_seen: {fr: Premier vu le, en: First seen on}
  last_seen: {fr: Dernier vu le, en: Last seen on}
  gravest: {fr: "Gravité la plus forte, de 0 à 3", en: "Greatest severity, 0 to 3"}
  reporters: {fr: Partenaires qui signalent, en: Actors who reported}
  projects: {fr: Projets nés, en: Projects led to}
*/
MATCH (c:Concern)
WHERE c.visibility IN $visible AND ($status = 'all' OR coalesce(c.status, 'open') <> 'closed')
CALL (c) {
  MATCH (c)<-[:SUPPORTS]-(g:Signal)
  WHERE g.visibility IN $visible
  RETURN count(g) AS signals, min(g.seen_on) AS first_seen, max(g.seen_on) AS last_seen,
         max(g.severity) AS gravest
}
CALL (c) {
  MATCH (c)<-[:SUPPORTS]-(g:Signal)<-[:REPORTED]-(a:Actor)
  WHERE g.visibility IN $visible
  RETURN count(DISTINCT a) AS reporters
}
CALL (c) {
  MATCH (c)-[:LED_TO]->(p:Project)
  WITH p ORDER BY p.name, p.key
  RETURN collect(p.name) AS projects
}
OPTIONAL MATCH (c)<-[:OWNS]-(o:Actor)
RETURN c.key AS concern, c.title AS concern_title, coalesce(c.status, 'open') AS status,
       o.key AS owner, o.name AS owner_name, c.raised_on AS raised_on, c.due_on AS due_on,
       signals, first_seen, last_seen, gravest, reporters, projects
ORDER BY due_on, signals DESC, concern, owner, first_seen, last_seen, gravest, reporters, projects;
