/* RUN: for o in -O0 -O2; do muonc $o -mcores=2 -mwarps=2 -mlanes=8 %s -o %t.elf && musim --check=races,memory %t.elf; done */
/* rand is one sequence, of which each lane of all warps gets a number of its own; srand begins it
 * anew. */
#include <neutrino/group.h>
#include <stdio.h>
#include <stdlib.h>

MUON_GROUP(all, 0, 4);

enum { LANES = 32 };
static int numbers[LANES];

static int by_number(const void *a, const void *b) {
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

int main(void) {
    unsigned state = 1, other = 1;
    numbers[muon_hart_id()] = rand();
    int kept = rand_r(&state), same = rand_r(&other), next = rand_r(&state);
    all_meet();
    if (muon_hart_id() != 0)
        return 0;
    qsort(numbers, LANES, sizeof *numbers, by_number);
    int distinct = numbers[0] >= 0;
    for (int i = 1; i < LANES; i++)
        distinct += numbers[i] != numbers[i - 1];
    const int *mine = bsearch(&kept, numbers, LANES, sizeof *numbers, by_number);
    srand(1);
    printf("%d %d %d %d %d\n", distinct, mine != NULL, kept == same, next != kept, rand() == kept);
    return 0;
}
