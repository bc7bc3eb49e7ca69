/* The heap: all lanes of all warps at once, with blocks of their own, on one cluster and on several that
 * free each other's blocks; alignment, joining, an arena that is used up, and what is done wrong. (clang
 * would leave out blocks that nobody sees.)
 *
 * RUN: muonc -fno-builtin -O2 -mcores=2 -mwarps=3 -mlanes=8 %s -o %t.elf && sh ../../exec/scoreboard/schedules.sh %t.elf --dump=seen:i32
 * RUN: muonc -fno-builtin -O2 -DCLUSTERS=3 -mcores=2 -mwarps=2 -mlanes=4 %s -o %t.elf && sh ../../exec/scoreboard/schedules.sh %t.elf --clusters=3 --dump=seen:i32
 * RUN: for o in -O0 -O2; do muonc -fno-builtin $o -mcores=2 -mwarps=2 -mlanes=4 %s -o %t.elf && musim --check=races,memory %t.elf --dump=seen:i32; done
 * RUN: for d in TWICE WILD INSIDE; do muonc -O1 -DWRONG=$d -mcores=1 -mwarps=1 -mlanes=2 %s -o %t.elf; musim %t.elf; done */
#include <neutrino/atomic.h>
#include <neutrino/group.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCKS = 5, ROUNDS = 20, HARTS = 512 };
#ifndef WRONG
#define WRONG 0
#endif
#ifndef CLUSTERS
#define CLUSTERS 1
#endif

MUON_HEAP(4 << 20);

int seen[8];
/* What another hart frees. */
static unsigned *gifts[HARTS];
#if CLUSTERS > 1
static int ready;
#endif

#if CLUSTERS == 1
MUON_GROUP(everyone, 0, MUON_CLUSTER_WARPS);
#endif

/* All harts of all clusters: those of one sleep, of several they poll, which looks like a race. */
static void meet(int all) {
#if CLUSTERS == 1
    (void)all;
    everyone_meet();
#else
    muon_atomic_add(&ready, 1);
    while (*(volatile int *)&ready < all)
        ;
#endif
    muon_fence();
}

static int holds(const unsigned *block, int count, unsigned mark) {
    int wrong = 0;
    for (int i = 0; block && i < count; i++)
        wrong += block[i] != mark + (unsigned)i;
    return wrong;
}

static unsigned *filled(unsigned *block, int count, unsigned mark) {
    for (int i = 0; block && i < count; i++)
        block[i] = mark + (unsigned)i;
    return block;
}

/* Blocks of changing sizes, each full of what nobody else stores. */
static int use(unsigned hart) {
    unsigned *blocks[BLOCKS] = {0};
    int counts[BLOCKS] = {0}, wrong = 0;
    for (int round = 0; round < ROUNDS; round++) {
        int i = (int)((unsigned)round * 7 + hart) % BLOCKS;
        unsigned mark = hart << 16 | (unsigned)i << 8;
        wrong += holds(blocks[i], counts[i], mark);
        int count = (int)((unsigned)round * 31 + hart * 17) % 90;
        if (round % 4 == 3 && hart % 2) {
            blocks[i] = realloc(blocks[i], (unsigned)count * sizeof(unsigned));
            int kept = count < counts[i] ? count : counts[i];
            wrong += holds(blocks[i], kept, mark);
        } else {
            free(blocks[i]);
            blocks[i] = round % 4 == 2 ? aligned_alloc(256, (unsigned)count * sizeof(unsigned))
                                       : malloc((unsigned)count * sizeof(unsigned));
            wrong += round % 4 == 2 && (uintptr_t)blocks[i] % 256;
        }
        counts[i] = count;
        wrong += !blocks[i] || (uintptr_t)blocks[i] % 16;
        filled(blocks[i], count, mark);
    }
    for (int i = 0; i < BLOCKS; i++) {
        wrong += holds(blocks[i], counts[i], hart << 16 | (unsigned)i << 8);
        free(blocks[i]);
    }
    return wrong;
}

static int is_zero(const char *bytes, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++)
        sum |= bytes[i];
    return bytes && !sum;
}

static void *volatile kept;

/* By one lane: the largest block, then none like it; all the room in small ones, and when they are freed
 * in another order they are joined again. */
static void limits(void) {
    size_t most = 4 << 20;
    char *all;
    while (!(all = malloc(most)))
        most -= 4096;
    kept = all;
    seen[2] = (int)(most >> 20);
    kept = malloc(most);
    seen[3] = kept == NULL && malloc((size_t)-1) == NULL && calloc(1 << 17, 1 << 17) == NULL;
    memset(all, 1, most);
    free(all);
    seen[4] = is_zero(calloc(10, 30), 300);
    void **list = NULL, **even = NULL, **block;
    for (int i = 0; (block = malloc(1000 + i % 7 * 100)); i++) {
        void ***to = i % 2 ? &list : &even;
        *block = *to;
        *to = block;
    }
    for (int i = 0; i < 2; i++, list = even)
        while (list) {
            void **next = *list;
            free(list);
            list = next;
        }
    kept = malloc(most - 8192);
    seen[5] = kept != NULL;
    char *text = strdup("neutrino"), *part = strndup(text, 4), *same = strndup("nu", 4);
    text[0] = 'N';
    seen[6] = strcmp(text, "Neutrino") == 0 && strcmp(part, "neut") == 0 && strcmp(same, "nu") == 0;
    free(text);
    free(part);
    free(same);
    while (malloc(4))
        ;
    seen[7] = strdup("more") == NULL;
    free(NULL);
}

static void wrong_use(void) {
#define TWICE 1
#define WILD 2
#define INSIDE 3
    char *volatile block = malloc(100);
    if (WRONG == TWICE)
        free(block);
    free(WRONG == WILD ? (void *)&seen : WRONG == INSIDE ? block + 16 : block);
}

int main(void) {
    unsigned lanes = muon_num_cores() * muon_num_warps() * __MUON_LANES__;
    unsigned hart = muon_cluster_id() * lanes + muon_hart_id(), all = lanes * CLUSTERS;
    unsigned other = (hart + lanes) % all;
    if (WRONG) {
        if (hart == 0)
            wrong_use();
        return 0;
    }
    muon_atomic_add(&seen[0], use(hart));
    gifts[hart] = filled(malloc(40 + hart % 64), 10, hart);
    meet((int)all);
    muon_atomic_add(&seen[0], holds(gifts[other], 10, other));
    free(gifts[other]);
    meet((int)(2 * all));
    if (hart != 0)
        return 0;
    limits();
    seen[1] = 1;
    return 0;
}
