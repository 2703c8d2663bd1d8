/*
title: {fr: Projets, en: Projects}
help:
  fr: Les projets, pour choisir celui dont on parle.
  en: Projects, to choose the one in question.
theme: choices
columns:
  project: {fr: Clé, en: Key, key_of: Project}
  name: {fr: Nom, en: Name}
  status: {fr: Statut, en: Status, choice_of: Project.status}
*/
MATCH (p:Project)
RETURN p.key AS project, p.name AS name, p.status AS status
ORDER BY name, project;
