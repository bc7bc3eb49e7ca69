/* Reports point at the token that the user wrote, wherever the call stands, at every level and
 * whether the file, standard input or preprocessed text is compiled.
 *
 * RUN: for n in 1 2 3 4 5 6 7 8 9; do muonc -O2 -w -g -DCASE=$n %s -o %t.elf && sh columns.sh %t.elf; done
 * RUN: for n in 1 2 3 4 5 6 7 8 9; do for o in 0 1 2 s; do muonc -O$o -w -DCASE=$n %s -o %t.elf && sh columns.sh %t.elf | grep error; done | uniq -c; done
 * RUN: for n in 1 5 9; do muonc -x c - -O2 -w -DCASE=$n -o %t.elf <%s && sh columns.sh %t.elf; done
 * RUN: muonc -E -w -DCASE=2 %s -o %t.i && muonc -O2 %t.i -o %t.elf && sh columns.sh %t.elf | head -n 1
 * RUN: muonc -O2 -w -DCASE=6 %s -o %t.elf && muobjdump -dl --no-show-raw-insn %t.elf | grep -B 1 nu.complete */
#include "columns.h"

#define ONE 1
#define ADD(a, b) ((a) + (b))
#define DONE neutrino_complete
#define TWICE(run) \
    do { neutrino_complete(run, WARPS(1)); neutrino_complete(run, WARPS(1)); } while (0)
#define LAST(run) neutrino_complete(run, WARPS(1)); ADD

int main(void) {
    run_t run = neutrino_invoke(0, NO_DEPS, SINGLE_THREAD | MANUAL);
    int n = 0;
    neutrino_complete(run, WARPS(1));
    switch (CASE) {
    case 1: neutrino_invoke(0, DEPS(run), WARPS(1)); neutrino_complete(run, WARPS(1)); break;
    case 2: n = ADD(ONE, ADD(ONE, 2)), neutrino_complete(run, WARPS(1)), n--; break;
    case 3:		/* é	ü */ n = "ß("[0];   neutrino_complete(run, WARPS(1)); break;
    case 4: n = ADD(n, 1); DONE(run, WARPS(1)); break;
    case 5: n = ADD(n, 1); TWICE(run); n++; break;
    case 6: n = ADD(n, 1); neutrino_complete(
                run, // (
                WARPS(1)); neutrino_complete(run, WARPS(1)); break;
    case 7: n = ADD(n, ({ neutrino_complete(run, WARPS(1)); ONE; })); break;
    case 8: complete(run); break;
    default:
        LAST(run) (n,
            2); neutrino_complete(run, WARPS(1));
    }
    return n == 12345;
}
