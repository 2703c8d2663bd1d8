/*
title: {fr: Territoires, en: Territories}
help:
  fr: Communes, intercommunalités, bassins, départements et régions, pour choisir celui dont on parle.
  en: Communes, inter-communal bodies, basins, départements and regions, to choose the one in question.
theme: choices
columns:
  territory: {fr: Code, en: Code, key_of: Territory}
  name: {fr: Nom, en: Name}
  kind: {fr: Nature, en: Kind, choice_of: Territory.kind}
*/
MATCH (t:Territory)
RETURN t.key AS territory, t.name AS name, t.kind AS kind
ORDER BY name, territory;
