#!/bin/bash
# debian.sh SOURCES BUILD [ROOT]: makes the Debian packages twice, the second time from a copy of the sources
# that is built elsewhere, and later: they are the same to the byte; lintian finds no error. With ROOT, where
# debootstrap makes a bare Debian 12, they are installed in copies of that, used, and removed; and the tutorial is
# followed word by word.
set -eu
sources=$1
build=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "FAILED: $*"
    exit 1
}

# make_packages TREE BUILD DIRECTORY
make_packages() {
    (cd "$1" && SOURCE_DATE_EPOCH=1700000000 BUILD_DIR=$2 ./dev package "$3") >"$work/log" 2>&1 ||
        { cat "$work/log"; fail "./dev package"; }
}

make_packages "$sources" "$build" "$work/first"
mkdir "$work/elsewhere"
(cd "$sources" && tar cf - --exclude=./build* --exclude=.git .) | tar xf - -C "$work/elsewhere"
make_packages "$work/elsewhere" build "$work/second"
for package in "$work"/first/*.deb; do
    cmp "$package" "$work/second/$(basename "$package")" || fail "not the same when built elsewhere"
done
lintian --fail-on error "$work"/first/*.deb 2>"$work/log" || { cat "$work/log"; fail "lintian"; }
echo "the same from another directory and at another time; lintian has no error"

[ "${3:-}" ] || exit 0
base=$3
root=$base.tried
[ -d "$base/etc" ] || debootstrap --variant=minbase bookworm "$base" >/dev/null
trap 'umount "$root/proc"; rm -rf "$work" "$root"' EXIT

# The root is bare once more, but for the packages that have been fetched before.
begin_bare() {
    if [ -d "$root" ]; then
        umount "$root/proc"
        cp -n "$root"/var/cache/apt/archives/*.deb "$base/var/cache/apt/archives"
        rm -rf "$root"
    fi
    cp -a "$base" "$root"
    cp "$work"/first/*.deb "$root/tmp"
    mount -t proc proc "$root/proc"
}
inside() {
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"
}

begin_bare
cp -r "$(dirname "$0")/project" "$root/tmp/project"
inside sh -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends /tmp/neutrino_*.deb' >"$work/log" 2>&1 ||
    { cat "$work/log"; fail "to install"; }
inside sh -c 'cd /tmp && echo "void a_task(int n) {}" >t.c && echo "int main(void) { return a_task - 1; }" >k.c &&
    nbc t.c -o t.nbin && muonc k.c --neutrino=t.nbin -o k.elf && musim k.elf' || fail "the tools of the package"
inside sh -c 'apt-get install -y -qq --no-install-recommends /tmp/neutrino-dev_*.deb cmake make gcc g++ libc6-dev' >"$work/log" 2>&1 ||
    { cat "$work/log"; fail "to install neutrino-dev"; }
inside sh -c 'cmake -S /tmp/project -B /tmp/b >/dev/null && cmake --build /tmp/b && ctest --test-dir /tmp/b' >"$work/log" 2>&1 ||
    { cat "$work/log"; fail "a project with the package"; }
inside apt-get purge -y -qq neutrino neutrino-dev >/dev/null 2>&1
left=$(inside find /usr -path '*neutrino*')
[ -z "$left" ] || fail "left behind: $left"
echo "installed on a bare Debian 12, used, removed"

# The tutorial's commands, as it has them, from installing on; without the tree's tools.
begin_bare
mkdir -p "$root/tmp/tree/tests/documents/docs/tutorial" "$root/tmp/tree/docs"
cp "$sources/dev" "$root/tmp/tree"
cp "$sources/docs/tutorial.md" "$root/tmp/tree/docs"
cp "$sources"/tests/documents/*.{sh,awk} "$root/tmp/tree/tests/documents"
mv "$root"/tmp/*.deb "$root/tmp/tree/tests/documents/docs/tutorial"
inside env DEBIAN=1 /tmp/tree/tests/documents/run.sh /usr /tmp/tree/docs/tutorial.md || fail "the tutorial on a bare Debian 12"
