// Reports of what is not the user's source name the calls that led to it, inlined or not.
// RUN: for level in 0 2; do muonc -O$level -DCOPY %s -o %t.elf && musim %t.elf 2>&1 | sed 's/0x1000[0-9a-f]*/…/; s/+0x[0-9a-f]*/+…/; s,^[^:]*/t.elf,t.elf,; s,^neutrino/muon.h:[0-9:]*,neutrino/muon.h:…:,; s,^\(lib[a-z/]*.[cS]\):[0-9:]*,\1:…:,'; done
// RUN: for level in 0 2; do muonc -O$level -DPRINT %s -o %t.elf && musim %t.elf 2>&1 | sed 's/0x1000[0-9a-f]*/…/; s/+0x[0-9a-f]*/+…/; s,^[^:]*/t.elf,t.elf,; s,^neutrino/muon.h:[0-9:]*,neutrino/muon.h:…:,; s,^\(lib[a-z/]*.[cS]\):[0-9:]*,\1:…:,'; done
// RUN: for level in 0 2; do muonc -O$level -DBARRIER -mcores=1 -mwarps=3 -mlanes=4 %s -o %t.elf && musim %t.elf 2>&1 | sed 's/0x1000[0-9a-f]*/…/; s/+0x[0-9a-f]*/+…/; s,^[^:]*/t.elf,t.elf,; s,^neutrino/muon.h:[0-9:]*,neutrino/muon.h:…:,; s,^\(lib[a-z/]*.[cS]\):[0-9:]*,\1:…:,'; done
// RUN: muonc -O0 -DSTAND -mcores=1 -mwarps=4 -mlanes=4 %s -o %t.elf && musim --max-cycles=20000 %t.elf 2>&1 | sed 's/0x1000[0-9a-f]*/…/; s/+0x[0-9a-f]*/+…/; s,^[^:]*/t.elf,t.elf,; s,^neutrino/muon.h:[0-9:]*,neutrino/muon.h:…:,; s,^\(lib[a-z/]*.[cS]\):[0-9:]*,\1:…:,'
// RUN: muonc -O1 -DPOINTER %s -o %t.elf && musim %t.elf 2>&1 | sed 's/0x1000[0-9a-f]*/…/; s/+0x[0-9a-f]*/+…/; s,^[^:]*/t.elf,t.elf,; s,^neutrino/muon.h:[0-9:]*,neutrino/muon.h:…:,; s,^\(lib[a-z/]*.[cS]\):[0-9:]*,\1:…:,'
#include <stdio.h>
#include <string.h>

static char room[100];
volatile unsigned nowhere = 16;

#ifdef COPY
static inline void deep(char *to, const char *from, unsigned n) {
    memcpy(to, from, n);
}
__attribute__((noinline)) static int recursive(int n) {
    if (n == 0) {
        deep(room, (const char *)nowhere, nowhere);
        return 1;
    }
    return recursive(n - 1) + n;
}
int main(void) {
    return recursive(room[0] + 2);
}
#elif defined PRINT
static void say(const char *text) {
    printf("%s %d\n", text, 7);
}
int main(void) {
    say((const char *)nowhere);
    return 0;
}
#elif defined BARRIER
static void meet(void) {
    muon_fence();
    muon_barrier(0, 3);
}
int main(void) {
    meet();
    room[muon_hart_id()] = 1;
    if (muon_warp_id() != 2)
        meet();
    return 0;
}
#elif defined STAND
static void meet(unsigned barrier) {
    muon_barrier(barrier, 3);
}
int main(void) {
    if (muon_warp_id() == 0)
        for (;;)
            ((volatile char *)room)[0]++;
    else if (muon_warp_id() == 1)
        meet(0);
    else
        meet(1);
    return 0;
}
#else
static unsigned (*volatile measure)(const char *) = strlen;
int main(void) {
    return __uniform(measure)((const char *)nowhere) + 1;
}
#endif
