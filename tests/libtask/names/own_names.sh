#!/bin/sh
# A source of functions by all of the runtime's names, as its archive has them, but those named: each
# ends the program if it is called.
#
#   own_names.sh muon|neutrino STATEMENT [NAME…]    (STATEMENT ends a program)
set -eu
library=$(dirname "$(command -v nbc)")/../lib/neutrino/$1
statement=$2
shift 2
llvm-nm-19 -g --defined-only "$library"/lib*.a | awk 'NF == 3 { print $3 }' |
    sed 's/^__neutrino_//' | grep -vE '^(__|_[A-Z]|neutrino_|muon_)' | sort -u |
    while read -r name; do
        case " $* " in
        *" $name "*) ;;
        *) echo "int $name(void) { $statement; return 0; }" ;;
        esac
    done
