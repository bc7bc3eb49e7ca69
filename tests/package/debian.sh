#!/bin/bash
# debian.sh SOURCES BUILD [ROOT]: makes the Debian packages twice, the second time from a copy of the sources
# that is built elsewhere, and later: they are the same to the byte; lintian finds no error. With ROOT, where
# debootstrap makes a bare Debian 12, they are installed there, used by an ordinary user, and removed.
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
root=$3
[ -d "$root/etc" ] || debootstrap --variant=minbase bookworm "$root" >/dev/null
cp "$work"/first/*.deb "$root/tmp"
cp -r "$(dirname "$0")/project" "$root/tmp/project"
mount -t proc proc "$root/proc"
trap 'umount "$root/proc"; rm -rf "$work"' EXIT
inside() {
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"
}
inside sh -c 'apt-get update -qq && apt-get install -y -qq --reinstall --no-install-recommends /tmp/neutrino_*.deb' >"$work/log" 2>&1 ||
    { cat "$work/log"; fail "to install"; }
inside sh -c 'cd /tmp && echo "void a_task(int n) {}" >t.c && echo "int main(void) { return a_task - 1; }" >k.c &&
    nbc t.c -o t.nbin && muonc k.c --neutrino=t.nbin -o k.elf && musim k.elf' || fail "the tools of the package"
inside sh -c 'apt-get install -y -qq --reinstall --no-install-recommends /tmp/neutrino-dev_*.deb && apt-get install -y -qq --no-install-recommends cmake make gcc g++ libc6-dev' >"$work/log" 2>&1 ||
    { cat "$work/log"; fail "to install neutrino-dev"; }
inside sh -c 'cmake -S /tmp/project -B /tmp/b >/dev/null && cmake --build /tmp/b && ctest --test-dir /tmp/b' >"$work/log" 2>&1 ||
    { cat "$work/log"; fail "a project with the package"; }
inside apt-get purge -y -qq neutrino neutrino-dev >/dev/null 2>&1
left=$(inside find /usr -path '*neutrino*')
[ -z "$left" ] || fail "left behind: $left"
echo "installed on a bare Debian 12, used, removed"
