#!/bin/bash
# install.sh BUILD: installs a build tree, moves what is there, and uses it: by command, by CMake, by
# pkg-config. Uninstalls it from where it was staged.
set -eu
build=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "FAILED: $*"
    exit 1
}

DESTDIR="$work/stage" cmake --install "$build" --prefix /opt/neutrino >"$work/log" || { cat "$work/log"; fail "to install"; }
[ "$(ls "$work/stage")" = opt ] || fail "files outside the prefix: $(ls "$work/stage")"
! grep -rlF "$build" "$work/stage" || fail "these name the build tree"
cp -r "$work/stage/opt/neutrino" "$work/moved here"
moved="$work/moved here"

# Out of reach of the build tree's tools.
"$here/build.sh" Ninja "$moved/lib/cmake/Neutrino"
PATH="$moved/bin:$PATH" "$here/build.sh" "Unix Makefiles" "$moved/lib/cmake/Neutrino" | tail -1

export PKG_CONFIG_PATH="$moved/lib/pkgconfig"
[ "$(pkg-config --modversion neutrino)" = "$("$moved/bin/nbc" --version | sed 's/.* //;q')" ] || fail "versions"
[ -x "$(pkg-config --variable=muonc neutrino | sed 's/\\ / /g')" ] || fail "pkg-config's muonc"
cat >"$work/use.c" <<'END'
#include <neutrino/musim.h>
int main(void) {
    musim_free(musim_create(&(struct musim_config){0}));
    return 0;
}
END
eval cc "$work/use.c" -o "$work/use" "$(pkg-config --cflags --libs neutrino)"
LD_LIBRARY_PATH="$moved/lib" "$work/use" || fail "a program with libmusim"
eval cc "$here/project/task.c" -o "$work/use" "$(pkg-config --cflags --libs neutrino)"
LD_LIBRARY_PATH="$moved/lib" "$work/use" || fail "a program with libtask"

# Without the libraries at run time, and with functions of its own that are called as theirs inside.
cat >"$work/names.c" <<'END'
int fail(void);
int now(void);
int box_end(void);
int diag_init(void);
int fail(void) { return 1; }
int now(void) { return 2; }
int box_end(void) { return 3; }
int diag_init(void) { return 4; }
END
eval cc "$here/project/task.c" "$work/names.c" -o "$work/use" "$(pkg-config --cflags --libs neutrino-static)"
"$work/use" || fail "a program with the static libtask"
! ldd "$work/use" | grep -E 'libtask|libmusim' || fail "the static libtask needs the shared ones"

for page in nbc.1 muonc.1 musim.1 muobjdump.1 libtask.3 overlay.5 neutrino.7; do
    [ -s "$moved/share/man/man${page#*.}/$page" ] || fail "no man page $page"
done
bash -c ". '$moved/share/bash-completion/completions/musim' && complete -p musim" >/dev/null || fail "completion"

DESTDIR="$work/stage" cmake --build "$build" --target uninstall >"$work/log" || { cat "$work/log"; fail "to uninstall"; }
left=$(find "$work/stage" ! -type d)
[ -z "$left" ] || fail "left behind: $left"
echo "installed, moved, used, removed"
