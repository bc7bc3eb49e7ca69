#!/bin/bash
# Random overlay programs against what they mean (overlaygen.c).
#
#   random.sh BIN GENERATOR TARGET SECONDS LEAST [SEED]
#
# As many as there is time for, but so many at least. On a cluster each runs under a schedule of its own and is
# checked for races. What fails is left in a directory, whose name is printed.
set -u
bin=$1
generator=$2
target=$3
end=$(($(date +%s) + $4))
least=$5
first=${6:-1}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/overlay-random-XXXXXX")
cd "$work" || exit 1

run() { # seed
    if [ "$target" = host ]; then
        ./program
    else
        "$bin/musim" --check=races,memory --perturb="$1" program
    fi
}

# What nbc or the run says, in the generator's words.
outcome() { # seed
    if ! "$bin/nbc" -w -I "$here" --overlay-target="$target" program.overlay kernels.c -o program >said 2>&1; then
        sed -n 's/.*error: .*\[overlay-\(.*\)\]/\1/p' said | head -1
    elif run "$1" >said 2>&1; then
        echo right
    elif grep -q 'no task can run' said; then
        echo run
    fi
}

count=0
for ((seed = first; ; seed++)); do
    [ $((seed - first)) -lt "$least" ] || [ "$(date +%s)" -lt "$end" ] || break
    expected=$("$generator" "$seed" .) || exit 1
    got=$(outcome "$seed")
    # What cannot be known before may be found then.
    [ "$expected" = run ] && [ "$got" = cycle ] && got=run
    if [ "$got" != "$expected" ]; then
        echo "seed $seed on the $target: expected '$expected', got '$got'; in $work:"
        cat said
        exit 1
    fi
    count=$((count + 1))
done
echo "$count programs on the $target, seeds from $first"
cd / && rm -rf "$work"
