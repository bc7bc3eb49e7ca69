#!/bin/bash
# The links of documents lead somewhere.
#
#   links.sh DIRECTORY DOCUMENT…      (the directory that the documents, by relative names, are in)
#
# Of Markdown, links to files and to headings by GitHub's names for them, of man pages what .Xr and .Pa docs/… name. A
# document but the first, and none of a man page, that nobody links to is a failure, too. Links into the web
# are printed.
set -u
cd "$1" || exit 1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
others="clang(1) ld.lld(1)"
failed=0

fail() {
    echo "$*"
    failed=1
}

# DOCUMENT#ANCHOR for each heading.
list_anchors() {
    awk 'FNR == 1 { fenced = 0 }
        /^ *```/ { fenced = !fenced }
        !fenced && /^#+ / {
            sub(/^#+ +/, "")
            gsub(/\]\([^)]*\)/, "")
            anchor = tolower($0)
            gsub(/[^a-z0-9 _-]/, "", anchor)
            gsub(/ /, "-", anchor)
            again = seen[FILENAME, anchor]++
            print FILENAME "#" anchor (again ? "-" again : "")
        }' "$@"
}

# DOCUMENT LINE TARGET for each link.
list_links() {
    awk 'FNR == 1 { fenced = 0 }
        /^ *```/ { fenced = !fenced }
        !fenced {
            gsub(/`[^`]*`/, "")
            while (match($0, /\]\([^)]*\)/)) {
                print FILENAME, FNR, substr($0, RSTART + 2, RLENGTH - 3)
                $0 = substr($0, RSTART + RLENGTH)
            }
        }' "$@"
}

pages=() texts=()
for document; do
    case $document in
    *.md) texts+=("$document") ;;
    *) pages+=("$document") ;;
    esac
done
list_anchors "${texts[@]}" >"$work/anchors"
list_links "${texts[@]}" >"$work/links"
echo "${texts[0]}" >"$work/linked"
while read -r document line target; do
    case $target in
    *://* | mailto:*)
        echo "$document:$line: $target"
        continue
        ;;
    '#'*) path=$document ;;
    *) path=$(realpath -m --relative-to=. "$(dirname "$document")/${target%%#*}") ;;
    esac
    [ -e "$path" ] || fail "$document:$line: no file $path"
    [ "$path" = "$document" ] || echo "$path" >>"$work/linked"
    case $target in
    *#*) grep -qxF "$path#${target#*#}" "$work/anchors" || fail "$document:$line: no heading #${target#*#} in $path" ;;
    esac
done <"$work/links"
for document in "${texts[@]}"; do
    grep -qxF "$document" "$work/linked" || fail "$document: nobody links to it"
done

for page in "${pages[@]}"; do
    while read -r macro name section _; do
        case $macro in
        .Xr) [ -e "man/$name.$section" ] || [[ " $others " = *" $name($section) "* ]] || fail "$page: no page $name($section)" ;;
        .Pa) [ -e "$name" ] || fail "$page: no file $name" ;;
        esac
    done < <(grep -E '^\.(Xr|Pa docs/)' "$page")
done
echo "$(wc -l <"$work/links") links, $(wc -l <"$work/anchors") headings"
exit $failed
