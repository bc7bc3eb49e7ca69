#!/bin/sh
# ways.sh WORK FILE [muonc options]: compiles a kernel in every way that its calls can come to
# lowering (in the file itself, preprocessed, in a header, from macros) and compares the code.
set -eu
work=$1 file=$2
shift 2
extension=${file##*.} directory=$(cd "$(dirname "$file")" && pwd)
mkdir -p "$work"
code() { # WAY COMMAND…
    way=$1
    shift
    "$@" -w -g0 -S -o "$work/code"
    # Without the notes: what they tell of runs has places, and those of preprocessed text are its own.
    sed -e '/\.file/d' -e '/section\t\.note\.muon/,/section\t\.text/d' "$work/code" >"$work/$way"
    cmp "$work/plain" "$work/$way"
}
cat >"$work/wrappers.h" <<'END'
#define neutrino_invoke(...) neutrino_invoke(__VA_ARGS__)
#define neutrino_payload(...) neutrino_payload(__VA_ARGS__)
#define neutrino_complete(...) neutrino_complete(__VA_ARGS__)
END
echo "#include \"$directory/$(basename "$file")\"" >"$work/includes.$extension"
[ "$extension" = c ] && preprocessed=i language=c || { preprocessed=ii language=c++; }
muonc "$@" -E "$file" -w -o "$work/text.$preprocessed"

code plain muonc "$@" "$file"
code preprocessed muonc "$@" "$work/text.$preprocessed"
code header muonc "$@" -I"$directory" "$work/includes.$extension"
code macros muonc "$@" -include "$work/wrappers.h" "$file"
code both muonc "$@" -I"$directory" -include "$work/wrappers.h" "$work/includes.$extension"
(cd "$directory" && code stdin muonc "$@" -x $language - <"$(basename "$file")")
echo "$(basename "$file") $*: $(grep -c 'nu\.\|insn r 0x5b' "$work/plain") instructions of the Neutrino's"
