// A run that takes too long is stopped, and told where its warps were: those at one line together.
//
// RUN: muonc -g -O1 -mcores=1 -mwarps=5 -mlanes=2 %s -o %t.elf && musim --max-cycles=5000 %t.elf 2>&1 | sed 's/pc 0x[0-9a-f]*/pc …/; s/+0x[0-9a-f]*/+…/; s,/tmp/golden[^:]*,%t.elf,'
// RUN: musim --max-cycles=5000 %t.elf >/dev/null 2>&1

int flag;

__attribute__((noinline)) static void wait_for_flag(void) {
    while (!*(volatile int *)&flag)
        ;
}

int main(void) {
    if (muon_warp_id() == 0)
        muon_barrier(3, 2); /* nobody else comes */
    else if (muon_warp_id() == 1)
        neutrino_invoke(0, DEPS(task_run(5, 1)), SYNC | WARPS(1) | IMMEDIATE);
    else
        wait_for_flag();
    return 0;
}
