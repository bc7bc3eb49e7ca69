#!/bin/sh
# run.sh TARGET CORPUS: fuzzes for FUZZ_SECONDS (10), from a scratch copy of the corpus. A run can be
# repeated: FUZZ_SEED (1 by default; 0 draws one) is where the mutations start from. An input that
# fails is printed, and left in the directory FUZZ_KEEP if that is set.
set -eu
work=$(mktemp -d "${TMPDIR:-/tmp}/fuzz-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/corpus"
[ ! -d "$2" ] || cp -r "$2/." "$work/corpus"
cd "$work"
"$1" -seed="${FUZZ_SEED:-1}" -max_total_time="${FUZZ_SECONDS:-10}" -timeout=60 -rss_limit_mb=4096 \
    -artifact_prefix="${FUZZ_KEEP:-$work}/$(basename "$1")-" -print_final_stats=1 corpus
