#!/usr/bin/env bash
# Installs what only the tests need: Java, Maven, Chromium, and the real Neo4j with its shell.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=()
[[ "$(java -version 2>&1)" =~ version\ \"(17|21)[.\"] ]] || packages+=(openjdk-17-jre-headless)
command -v mvn >/dev/null || packages+=(maven)
command -v chromium >/dev/null || packages+=(chromium fonts-liberation)

if ((${#packages[@]})); then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests need ${packages[*]}: run 'sudo apt-get install -y ${packages[*]}', then make test again." >&2
    exit 2
  fi
  echo "Installing ${packages[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
fi

for part in server shell; do
  folder=.cache/neo4j/$part
  [ "$folder/.whole" -nt tests/neo4j/pom.xml ] && continue
  echo "Fetching Neo4j's $part for the tests"
  rm -rf "$folder"
  mvn -q -B -Dstyle.color=never -f tests/neo4j/pom.xml -P "$part" \
    dependency:copy-dependencies -DoutputDirectory="$PWD/$folder"
  touch "$folder/.whole"
done
