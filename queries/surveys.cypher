/*
title: {fr: Enquêtes, en: Surveys}
help:
  fr: Les enquêtes, pour choisir celle dont on parle.
  en: Surveys, to choose the one in question.
theme: choices
columns:
  survey: {fr: Clé, en: Key, key_of: Survey}
  name: {fr: Nom, en: Name}
  starts_on: {fr: Débute le, en: Starts on}
*/
MATCH (s:Survey)
RETURN s.key AS survey, s.name AS name, s.starts_on AS starts_on
ORDER BY name, starts_on, survey;
