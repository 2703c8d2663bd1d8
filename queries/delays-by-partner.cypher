/*
title: {fr: Délais par partenaire, en: Delays by partner}
help:
  fr: Les orientations reçues par chaque partenaire, comptées par réponse (sans réponse, acceptées, refusées, faites), avec celles restées sans réponse après leur échéance, pour savoir qui relancer ou décharger.
  en: The referrals each partner received, counted by answer (none yet, accepted, refused, done), with those left without an answer past their due day, to know whom to remind or relieve.
theme: desk
parameters:
  since:
    type: date
    optional: true
    title: {fr: Orientées depuis le, en: Referred since}
    help: {fr: "Sans cette date, toutes.", en: All without it.}
  on:
    type: date
    default: today
    title: {fr: Au, en: As of}
    help:
      fr: Le jour où l'on compte ; une réponse due ce jour-là n'est pas en retard.
      en: The day of the count; an answer due on that day is not late.
columns:
  actor: {fr: Partenaire (clé), en: Actor (key), key_of: Actor}
  actor_name: {fr: Partenaire, en: Actor}
  referrals: {fr: Orientations reçues, en: Referrals received}
  unanswered: {fr: Sans réponse, en: Unanswered}
  overdue: {fr: Dont échéance passée, en: Of them overdue}
  longest_delay: {fr: "Retard le plus long, en jours", en: "Longest delay, in days"}
  longest_wait: {fr: "Attente la plus longue, en jours", en: "Longest wait, in days"}
  accepted: {fr: Acceptées, en: Accepted}
  refused: {fr: Refusées, en: Refused}
  done: {fr: Faites, en: Done}
example: {on: 2026-09-07}
*/
MATCH (a:Actor)-[:OFFERS]->(:Service)<-[:TO]-(f:Referral)
WHERE f.visibility IN $visible
  AND coalesce(f.referred_on, '') <= $on
  AND ($since IS NULL OR f.referred_on >= $since)
WITH DISTINCT a, f, coalesce(f.state, 'sent') AS state
WITH a, state, state = 'sent' AND f.due_on < $on AS late,
     duration.inDays(date(f.due_on), date($on)).days AS delay,
     duration.inDays(date(f.referred_on), date($on)).days AS wait
RETURN a.key AS actor, a.name AS actor_name, count(*) AS referrals,
       count(CASE WHEN state = 'sent' THEN 1 END) AS unanswered,
       count(CASE WHEN late THEN 1 END) AS overdue,
       max(CASE WHEN late THEN delay END) AS longest_delay,
       max(CASE WHEN state = 'sent' THEN wait END) AS longest_wait,
       count(CASE WHEN state = 'accepted' THEN 1 END) AS accepted,
       count(CASE WHEN state = 'refused' THEN 1 END) AS refused,
       count(CASE WHEN state = 'done' THEN 1 END) AS done
ORDER BY overdue DESC, unanswered DESC, referrals DESC, actor_name, actor;
