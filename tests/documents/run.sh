#!/bin/bash
# The examples of a document do what it says.
#
#   run.sh BUILD DOCUMENT      (both paths of files that exist; the document is of this tree)
#
# Each fenced block of Markdown and each literal display of a man page has a mark in a comment before it:
#
#   <!-- example: file NAME -->       the block becomes this file
#   <!-- example: run -->             commands after "$ ", each with what it prints; a line of … stands for any
#                                     lines, … in a line for any text. One that fails is followed by "$ echo $?"
#   <!-- example: run about -->       the same, but numbers may be off by a tenth: costs change
#   <!-- example: fragment NAME -->   code that the file NAME of the document's folder has in place of its line
#                                     FRAGMENT; the RUN line there compiles it (%s is the file)
#   <!-- example: dev -->             ./dev commands, which ./dev help has to know
#   <!-- example: debian -->          commands for a bare Debian, where they are run, if DEBIAN is set (tests/package/debian.sh)
#   <!-- example: text -->            a picture or a listing: neither code nor commands
#
# and .\" example: … in man pages. The document's folder is tests/documents/DOCUMENT without .md; what is in it is
# there when the examples begin, and its file "setup" is sourced. All commands of a document are of one
# shell, in a directory of their own, with the tools on PATH; $tree and $build name this tree and its build.
set -u
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
tree=$(cd "$here/../.." && pwd)
path=$(realpath "$2")
document=${path#"$tree"/}
folder=$here/${document%.md}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/blocks" "$work/session"
failed=0

fail() { # line, what is wrong
    echo "$document:$1: $2"
    failed=1
}

# In a subshell, as it has its own directory; its status says whether it compiles.
compile_fragment() ( # block, line, prelude
    prelude=$folder/$3
    if ! grep -qs '^ *FRAGMENT$' "$prelude"; then
        fail "$2" "tests/documents/${document%.md}/$3 has no line FRAGMENT"
        exit 1
    fi
    cd "$work/session" && mkdir -p "$(dirname "$3")"
    sed 's/…//g' "$1" | awk -v place="$2 \"$document\"" -v prelude="$3" '
        NR == FNR { fragment = fragment $0 "\n"; next }
        !/^ *FRAGMENT$/ { print; next }
        { printf "#line %s\n%s#line %d \"%s\"\n", place, fragment, FNR + 1, prelude }' - "$prelude" >"$3"
    command=$(sed -n -e 's,[[:space:]]*\*/$,,' -e "s,%s,$3,g" -e 's/.*RUN: *//p' "$prelude")
    if ! eval "${command:-echo no RUN line && false}" >"$work/output" 2>&1 </dev/null; then
        fail "$2" "this is wrong in $3:"
        cat "$work/output"
        exit 1
    fi
)

restore_status() {
    return "$status"
}

run_block() { # block, line, about or unseen
    local part line command failure=()
    rm -rf "$work/parts" && mkdir "$work/parts"
    awk -v parts="$work/parts/" -f "$here/commands.awk" "$1" ||
        { fail "$2" "no command: \"\$ \" stands before one"; return; }
    for part in "$work"/parts/*.command; do
        part=${part%.command}
        line=$(($2 + $(cat "$part.line")))
        command=$(cat "$part.command")
        [ ${#failure[@]} = 0 ] || [ "$command" = 'echo $?' ] || fail "${failure[@]}"
        restore_status
        eval "$command" >"$work/output" 2>&1 </dev/null
        status=$?
        failure=()
        [ $status = 0 ] || failure=("$line" "this ends with status $status")
        if [ "$3" = unseen ]; then
            [ $status = 0 ] || cat "$work/output"
        elif ! awk -v about="$3" -f "$here/same.awk" "$part.expected" "$work/output"; then
            fail "$line" "this prints something else:"
            diff -u "$part.expected" "$work/output" | sed -n 3,40p
        fi
    done
    [ ${#failure[@]} = 0 ] || fail "${failure[@]}"
}

check_dev() { # block, line
    "$tree/dev" help >"$work/help"
    sed -e 's/ *#.*//' -e '/^$/d' "$1" | while read -r program words; do
        [ "$program" = ./dev ] && grep -qE "^  $words( |\$)" "$work/help" || echo "$program $words"
    done >"$work/output"
    while read -r command; do fail "$2" "./dev help does not know $command"; done <"$work/output"
}

check_text() { # block, line, language of the fence
    [ -z "$3" ] || fail "$2" "code of the language $3 is marked as text"
    ! grep -q '^\$ ' "$1" || fail "$2" "commands are marked as text"
}

awk -v blocks="$work/blocks/" -v man="$([ "${path%.md}" = "$path" ] && echo 1)" -f "$here/blocks.awk" "$path" \
    >"$work/list" || { sed "s,^,$document:," "$work/list"; exit 1; }

cd "$work/session" || exit 1
unset NEUTRINO_PREFIX BLESS
PATH="$build/bin:$PATH"
status=0
if [ -d "$folder" ]; then
    cp -r "$folder/." .
    [ ! -e setup ] || . ./setup
fi
while read -r number line language kind argument <&3; do
    block=$work/blocks/$number
    [ "$language" != - ] || language=
    case $kind:$argument in
    file:?*) argument=$work/session/$argument && mkdir -p "$(dirname "$argument")" && cp "$block" "$argument" ;;
    run: | run:about | run:unseen) run_block "$block" "$line" "$argument" ;;
    fragment:?*) compile_fragment "$block" "$((line + 1))" "$argument" || failed=1 ;;
    debian:) [ -z "${DEBIAN:-}" ] || run_block "$block" "$line" unseen ;;
    dev:) check_dev "$block" "$line" ;;
    text:) check_text "$block" "$line" "$language" ;;
    *) fail "$line" "no kind of example: $kind $argument" ;;
    esac
done 3<"$work/list"
echo "$document: $(wc -l <"$work/list") examples"
exit $failed
