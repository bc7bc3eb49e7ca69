#!/bin/sh
# run.sh TARGET SECONDS CORPUS: fuzzes for that long, from a scratch copy of the corpus. A run can be
# repeated: FUZZ_SEED (1 by default; 0 draws one) is where the mutations start from.
set -eu
work=$(mktemp -d "${TMPDIR:-/tmp}/fuzz-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/corpus"
[ ! -d "$3" ] || cp -r "$3/." "$work/corpus"
cd "$work"
"$1" -seed="${FUZZ_SEED:-1}" -max_total_time="$2" -timeout=60 -rss_limit_mb=4096 -print_final_stats=1 corpus
