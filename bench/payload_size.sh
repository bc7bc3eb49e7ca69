#!/usr/bin/env bash
# payload_size.sh BIN_DIRECTORY: how many instructions a payload and its invoke take for arguments
# of 4 to 100 bytes that are in registers or memory already, beside the bound: one nu.payload for
# each 12 bytes and one nu.invokei.
set -eu
PATH="$1:$PATH"
work=$(mktemp -d "${TMPDIR:-/tmp}/payload-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >tasks.c <<'END'
struct words { int word[25]; };
void send4_task(int a) {}
void send12_task(int a, int b, int c) {}
void send24_task(int a, int b, int c, int d, int e, int f) {}
void send100_task(struct words all) {}
END
cat >kernel.c <<'END'
run_t send4(int a) {
    neutrino_payload((send4_args_t){a});
    return neutrino_invoke(send4_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);
}
run_t send12(int a, int b, int c) {
    neutrino_payload((send12_args_t){a, b, c});
    return neutrino_invoke(send12_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);
}
run_t send24(int a, int b, int c, int d, int e, int f) {
    neutrino_payload((send24_args_t){a, b, c, d, e, f});
    return neutrino_invoke(send24_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);
}
run_t send100(const struct words *all) {
    neutrino_payload((send100_args_t){*all});
    return neutrino_invoke(send100_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);
}
int main(void) { return send4(1) + send12(1, 2, 3) + send24(1, 2, 3, 4, 5, 6) + send100(0); }
END
nbc -O2 tasks.c -o tasks.nbin
muonc -O2 kernel.c --neutrino=tasks.nbin -o kernel.elf
muobjdump -d --no-show-raw-insn kernel.elf >listing
printf '%-10s %12s %7s %7s\n' bytes instructions loads bound
for bytes in 4 12 24 100; do
    awk -v name="<send$bytes>:" -v bytes=$bytes '
        /^[0-9a-f]+ </ { inside = index($0, name) > 0 }
        inside && /^ *[0-9a-f]+:/ && !/\tret/ { all++; loads += /\tlw/ }
        END { bound = int((bytes + 11) / 12) + 1
              printf "%-10d %12d %7d %7d\n", bytes, all, loads, bound }' listing
done
