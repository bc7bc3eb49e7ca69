#!/bin/sh
# header.sh SOURCE_DIRECTORY: neutrino/host.h by itself, twice, as C and as C++, and beside musim.h.
set -e
cd "$1"
for language in c11 c++11 c++20; do
    compiler=cc
    case $language in c++*) compiler=c++ ;; esac
    printf '#include <neutrino/host.h>\n#include <neutrino/host.h>\n#include <neutrino/musim.h>\nenum tk_status s = TK_OK;\n' |
        $compiler -std=$language -Wall -Wextra -Werror -pedantic -Iinclude -fsyntax-only \
            -x "$(case $language in c++*) echo c++ ;; *) echo c ;; esac)" -
done
# No name is one of the device's headers.
sed -n 's/.*\<\(tk_[a-z_0-9]*\)(.*/\1/p' include/neutrino/host.h | sort -u >"${TMPDIR:-/tmp}/host.$$"
trap 'rm -f "${TMPDIR:-/tmp}/host.$$"' EXIT
! grep -owhf "${TMPDIR:-/tmp}/host.$$" include/neutrino/kernel.h include/neutrino/dma.h
