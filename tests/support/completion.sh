#!/bin/bash
# Completes a command line as bash does at its end, and prints what there is to choose from.
#
#   completion.sh 'nbc --em'
root=$(cd "$(dirname "$0")/../.." && pwd)
line=$1
tool=${line%% *}
. "$root/support/completion/$tool" || exit 1
function=$(complete -p "$tool" | sed 's/.*-F \([^ ]*\).*/\1/')

# The line's words: bash has those between blanks, and parts them at each "=".
COMP_LINE=$line
COMP_POINT=${#line}
read -ra COMP_WORDS <<<"${line//=/ = }"
[[ $line == *[[:blank:]=] ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
"$function" "$tool" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
[ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=("(files)")
printf '%s\n' "${COMPREPLY[@]}"
