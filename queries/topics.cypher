/*
title: {fr: Thèmes, en: Topics}
help:
  fr: Ce qu'un établissement peut demander, pour choisir ce dont il s'agit.
  en: What a company may ask for, to choose what it is about.
theme: choices
columns:
  topic: {fr: Clé, en: Key, key_of: Topic}
  name: {fr: Thème, en: Topic}
*/
MATCH (t:Topic)
RETURN t.key AS topic, t.name AS name
ORDER BY name, topic;
