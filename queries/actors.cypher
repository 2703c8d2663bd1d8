/*
title: {fr: Partenaires, en: Actors}
help:
  fr: Les partenaires avec leur nature, pour choisir celui dont on parle.
  en: Actors with their kind, to choose the one in question.
theme: choices
columns:
  actor: {fr: Clé, en: Key, key_of: Actor}
  name: {fr: Nom, en: Name}
  kind: {fr: Nature, en: Kind, choice_of: Actor.kind}
*/
MATCH (a:Actor)
RETURN a.key AS actor, a.name AS name, a.kind AS kind
ORDER BY name, actor;
