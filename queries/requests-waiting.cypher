/*
title: {fr: Demandes en attente, en: Requests waiting}
help:
  fr: Les demandes ni répondues ni closes depuis plus de tant de jours, et chez qui elles se trouvent, pour savoir qui relancer.
  en: Requests neither answered nor closed for more than so many days, and with whom they lie, to know whom to remind.
theme: desk
weekly: 2
parameters:
  days:
    type: integer
    default: "9"
    least: "0"
    most: "3650"
    title: {fr: Plus de jours que, en: More days than}
    help: {fr: Les demandes qui attendent depuis plus de jours., en: Requests that waited for more days.}
  on:
    type: date
    default: today
    title: {fr: Au, en: As of}
    help: {fr: Le jour jusqu'où l'attente se compte., en: The day up to which waiting is counted.}
columns:
  request: {fr: Demande (clé), en: Request (key), key_of: Request}
  request_title: {fr: Demande, en: Request}
  employer: {fr: Demandeur (clé), en: Asked by (key), key_of: Company|Actor}
  employer_name: {fr: Demandeur, en: Asked by}
  topic: {fr: Thème (clé), en: Topic (key), key_of: Topic}
  topic_name: {fr: Thème, en: Topic}
  state: {fr: État, en: State, choice_of: Request.state}
  asked_on: {fr: Demandé le, en: Asked on}
  days: {fr: Jours d'attente, en: Days waiting}
  referrals: {fr: Orientations, en: Referrals}
  service: {fr: Dernier service (clé), en: Last service (key), key_of: Service}
  service_name: {fr: Dernier service, en: Last service}
  actor: {fr: Partenaire (clé), en: Actor (key), key_of: Actor}
  actor_name: {fr: Partenaire, en: Actor}
  referral_state: {fr: Sa réponse, en: Its answer, choice_of: Referral.state}
  due_on: {fr: Réponse due le, en: Answer due on}
example: {on: 2026-09-07}
*/
MATCH (r:Request)
WHERE r.visibility IN $visible AND coalesce(r.state, 'new') IN ['new', 'in-progress']
WITH r, duration.inDays(date(r.asked_on), date($on)).days AS days
WHERE days > $days
OPTIONAL MATCH (r)<-[:ASKED]-(e:Company|Actor)
OPTIONAL MATCH (r)-[:ON_TOPIC]->(t:Topic)
OPTIONAL MATCH (r)-[:HAS_REFERRAL]->(f:Referral)-[:TO]->(s:Service)<-[:OFFERS]-(a:Actor)
WHERE f.visibility IN $visible
  AND NOT EXISTS {
    MATCH (r)-[:HAS_REFERRAL]->(g:Referral)
    WHERE g.visibility IN $visible
      AND (coalesce(g.referred_on, '') > coalesce(f.referred_on, '')
        OR (coalesce(g.referred_on, '') = coalesce(f.referred_on, '') AND g.key > f.key))
  }
RETURN r.key AS request, r.title AS request_title, e.key AS employer, e.name AS employer_name,
       t.key AS topic, t.name AS topic_name, coalesce(r.state, 'new') AS state,
       r.asked_on AS asked_on, days,
       COUNT { MATCH (r)-[:HAS_REFERRAL]->(g:Referral) WHERE g.visibility IN $visible } AS referrals,
       s.key AS service, s.name AS service_name, a.key AS actor, a.name AS actor_name,
       CASE WHEN f.key IS NOT NULL THEN coalesce(f.state, 'sent') END AS referral_state,
       f.due_on AS due_on
ORDER BY days DESC, request, employer, employer_name, topic, service, actor, referral_state, due_on;
