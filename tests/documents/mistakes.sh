#!/bin/bash
# mistakes.sh BUILD: run.sh and links.sh find what is wrong in a document. Each case is what is said, and a document.
set -u
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cases=0
failed=0

# said WHAT COMMAND…: the command fails and says this.
said() {
    local what=$1
    shift
    cases=$((cases + 1))
    if "$@" >"$work/output" 2>&1 || ! grep -qF -- "$what" "$work/output"; then
        echo "not said: $what"
        cat "$work/output"
        failed=1
    fi
}

# example WHAT LINE…: these lines are the document; ~~~ stands for a fence.
example() {
    printf '%s\n' "${@:2}" | sed 's/~~~/```/' >"$work/wrong.md"
    said "$1" "$here/run.sh" "$build" "$work/wrong.md"
}

# page WHAT LINE…: the same as a man page.
page() {
    printf '%s\n' "${@:2}" >"$work/wrong.1"
    said "$1" "$here/run.sh" "$build" "$work/wrong.1"
}

# commands WHAT MARK LINE…: a block of commands.
commands() {
    example "$1" "<!-- example: $2 -->" '~~~' "${@:3}" '~~~'
}

example ':2: a block without a mark' Text '~~~' code '~~~'
page ':1: a block without a mark' '.Bd -literal' code .Ed
page ':1: a block without a mark' '.Dl true'
example ':2: a block without a fence' '' '    code'
example ':2: a mark without a block' '<!-- example: text -->' ''
example 'the last block has no end' '<!-- example: text -->' '~~~'
commands ':2: no kind of example: tekst' tekst
commands ':2: no kind of example: file' file
example ':2: code of the language c is marked as text' '<!-- example: text -->' '~~~c' '~~~'
commands 'commands are marked as text' text '$ true'

commands 'no command' run true
commands ':3: this ends with status 1' run '$ false' '$ echo and on' 'and on'
commands ':4: this ends with status 1' run '$ true' '$ false'
commands '+twice' run '$ echo once; echo twice' once
commands '-more' run '$ echo once' once … more
commands '+a b c' run '$ echo a b c' 'a … b'
commands '+b a' run '$ echo b a' '… b'
commands '+cost 100' run '$ echo cost 100' 'cost 101'
commands '+cost 111' 'run about' '$ echo cost 111' 'cost 100'
commands '+cost 89' 'run about' '$ echo cost 89' 'cost 100'
commands '+costs 100' 'run about' '$ echo costs 100' 'cost 100'
commands '+1 2 3' 'run about' '$ echo 1 2 3' '1 2'
page '+lost' '.\" example: run' '.Bd -literal' '$ echo lost' .Ed
page ':2: this ends with status 3' '.\" example: run' '.Dl (exit 3)'
commands 'does not know ./dev dema' dev './dev dema # the demonstration'
commands 'kernel.c has no line FRAGMENT' 'fragment kernel.c'

# A mistake in a fragment has its place in the document. The files that fragments are put into are of a tree.
tree=$work/tree
mkdir -p "$tree/tests/documents/wrong"
cp "$here"/run.sh "$here"/*.awk "$tree/tests/documents"
printf '%s\n' '/* RUN: muonc -c %s -o kernel.o */' 'int main(void) {' '    FRAGMENT' '}' >"$tree/tests/documents/wrong/kernel.c"
printf '%s\n' '<!-- example: fragment kernel.c -->' '```c' 'int n;' 'n = wrong;' '```' >"$tree/wrong.md"
said 'wrong.md:4:5: error: use of undeclared' "$tree/tests/documents/run.sh" "$build" "$tree/wrong.md"
sed -i 1d "$tree/tests/documents/wrong/kernel.c"
said 'no RUN line' "$tree/tests/documents/run.sh" "$build" "$tree/wrong.md"

# links WHAT LINE: the line is a document beside another and a man page.
links() {
    printf '%s\n' "$2" >"$work/links.md"
    said "$1" "$here/links.sh" "$work" links.md other.md page.1
}

printf '# Some heading\n' >"$work/other.md"
printf '.Xr nobody 1 ,\n.Pa docs/nothing.md\n' >"$work/page.1"
links 'links.md:1: no file none.md' '[to](none.md)'
links 'links.md:1: no heading #none in other.md' '[to](other.md#none)'
links 'links.md:1: no heading #some-heading in links.md' '[to](#some-heading)'
links 'other.md: nobody links to it' '[to](links.md) `[to](other.md)`'
links 'page.1: no page nobody(1)' '[to](other.md)'
links 'page.1: no file docs/nothing.md' '[to](other.md)'

echo "$cases mistakes are found"
exit $failed
