#!/bin/sh
# Every command that makes files, with ever less room for each file: it works, and makes what it made with
# enough, or it fails with a message and status 1, and leaves nothing.
#
#   full_disk.sh BIN_DIRECTORY
#
# The limit is that of RLIMIT_FSIZE, which clang and lld inherit, and which temporary files are subject to.
set -u
PATH="$(cd "$1" && pwd):$PATH"
work=$(mktemp -d "${TMPDIR:-/tmp}/full_disk-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
mkdir temporary
export TMPDIR="$work/temporary"

cat >tasks.c <<'END'
void add_task(const int *a, const int *b, int *sum) { *sum = *a + *b; }
END
cat >kernel.c <<'END'
int other(int x), words[4000] = {1, 2, 3};
int main(void) { return other(words[0] - 1); }
END
cat >other.c <<'END'
int other(int x) { int unused; return x; }
END
cat >wrong.c <<'END'
int wrong(void) { return missing; }
END
nbc tasks.c -o tasks.nbin && muonc -w kernel.c other.c -o program.elf || exit 1

fail() {
    echo "$*"
    touch failed
}

# limited BLOCKS COMMAND…: in out/, and what it says in said.
limited() {
    rm -rf out && mkdir out
    (ulimit -f "$1" && shift && exec "$@") >/dev/null 2>"$work/said.fifo"
}

# Messages go through a pipe, as a file of theirs would be limited, too.
mkfifo said.fifo

# check COMMAND…: the files are those in out/.
check() {
    worked=0 refused=0
    for blocks in unlimited 400 40 12 4 1 0; do
        cat said.fifo >said &
        limited $blocks "$@"
        status=$?
        wait
        if [ $status = 0 ]; then
            worked=$((worked + 1))
            [ $blocks = unlimited ] && rm -rf whole && cp -r out whole
            diff -r whole out || fail "$* with $blocks blocks: other files"
        else
            refused=$((refused + 1))
            [ $status = 1 ] || fail "$* with $blocks blocks: exit status $status"
            [ -s said ] || fail "$* with $blocks blocks: fails without a message"
            [ -z "$(ls -A out)" ] || fail "$* with $blocks blocks leaves $(ls -A out)"
        fi
        [ -z "$(ls -A temporary)" ] || fail "$* with $blocks blocks leaves $(ls -A temporary)"
        rm -rf temporary/*
    done
    [ $worked -gt 0 ] && [ $refused -gt 0 ] || fail "$*: worked $worked times, failed $refused times"
}

check nbc tasks.c -o out/t.nbin --header=out/t.h --map=out/t.map --interface=out/t.interface -MD -MF out/t.d
check nbc tasks.c --emit=header -o out/t.h
check nbc --relink=tasks.nbin --library-task=dma_read_1d -o out/t.nbin
check muonc -w -c -MD -MF out/k.d kernel.c --neutrino=tasks.nbin -o out/k.o
check muonc -w -MD kernel.c other.c -j1 -o out/k.elf
check muonc -MD kernel.c other.c -Wall -j2 -o out/k.elf
for kind in lowered llvm asm; do
    check muonc -w kernel.c --emit=$kind -o out/k
done
check muonc -w kernel.c other.c --emit=rv32 -o out/k.elf
check muonc -E kernel.c -o out/k.i
check musim program.elf --output=words:out/words --output=words:out/more

# A unit with errors beside others: their messages are told, or that they are not.
for blocks in unlimited 12 0; do
    cat said.fifo >said &
    limited $blocks muonc -j2 wrong.c other.c -o out/k.elf
    [ $? = 1 ] && wait && grep -q "wrong" said && [ -z "$(ls -A out)" ] ||
        fail "a wrong unit with $blocks blocks: $(cat said)"
done

[ ! -e failed ]
