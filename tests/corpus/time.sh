#!/bin/sh
# How long the whole corpus takes, and its largest collections: read, read and generated, and read by postman2openapi, which only converts.
#
#   DOCWRIGHT_CORPUS=<folder> tests/corpus/time.sh
#
# Wants `cargo build --release -p docwright`, GNU time, and `cargo install postman2openapi-cli` for the comparison. Each line is the fastest of five runs.
set -eu

corpus=${DOCWRIGHT_CORPUS:?names no folder}/postman
here=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
docwright=${DOCWRIGHT:-${CARGO_TARGET_DIR:-$here/target}/release/docwright}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One API for each file that is a collection.
number=0
for file in "$corpus"/*.json; do
    number=$((number + 1))
    folder=$work/all/specs/c$number
    mkdir -p "$folder"
    cp "$file" "$folder/c.json"
    basename "$file" > "$folder/origin"
    printf 'docwright = 1\nname = "c%s"\n[input]\npostman = "c.json"\n' "$number" > "$folder/docwright.toml"
done
for folder in "$work"/all/specs/*; do
    "$docwright" survey --format json "$folder/c.json" > "$work/survey.json" 2> /dev/null || true
    grep -Eq '"requests":[1-9]' "$work/survey.json" || rm -r "$folder"
done

# The fastest of five runs of a command, with the bytes that it reads.
timed() {
    what=$1
    bytes=$2
    shift 2
    for _ in ${RUNS:-1 2 3 4 5}; do
        rm -rf "$work"/*/generated "$work"/*/specs/*/docwright.lock
        /usr/bin/time -a -o "$work/times" -f '%e %U %S %M' "$@" > /dev/null 2>&1 || true
    done
    grep -E '^[0-9.]+ ' "$work/times" | sort -n | head -n 1 | awk -v what="$what" -v bytes="$bytes" \
        '{ printf "%-40s %6.2f s wall  %6.2f s CPU  %5.0f MB  %6.1f MB/s\n", what, $1, $2 + $3, $4 / 1024, bytes / 1e6 / $1 }'
    rm "$work/times"
}

total() {
    cat "$@" | wc -c
}

cd "$work/all"
echo "$(ls specs | wc -l) collections"
all=$(total specs/*/c.json)
timed 'whole corpus: survey' "$all" "$docwright" survey --quiet specs/*/c.json
timed 'whole corpus: survey, a process each' "$all" sh -c "for file in specs/*/c.json; do '$docwright' survey \$file; done"
timed 'whole corpus: postman2openapi, a process each' "$all" sh -c 'for file in specs/*/c.json; do postman2openapi $file; done'
timed 'whole corpus: generate' "$all" "$docwright" generate --quiet

for file in $(ls -S specs/*/c.json | head -n 3); do
    folder=$work/all/$(dirname "$file")
    name=$(basename "$folder")
    mkdir -p "$work/$name/specs"
    cp -r "$folder" "$work/$name/specs/"
    bytes=$(total "$file")
    cd "$work/$name"
    echo "$(cat "$folder/origin"), $bytes bytes"
    timed '  survey' "$bytes" "$docwright" survey "$file"
    timed '  postman2openapi' "$bytes" postman2openapi "$file"
    timed '  generate' "$bytes" "$docwright" generate --quiet
    cd "$work/all"
done
