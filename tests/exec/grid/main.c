/* What kernel.h says in a program that begins with main: a group for each cluster, and __local memory, which
 * is empty when a group begins. What the launcher refuses.
 *
 * RUN: muonc -O2 -mlanes=4 -mwarps=3 %s -o %t.elf && for n in 1 2; do musim --clusters=$n --check=all %t.elf && musim --clusters=$n --perturb=7 %t.elf; done
 * RUN: muonc -O0 -x c++ -mlanes=4 -mwarps=3 %s -o %t.elf && musim --check=all %t.elf
 * RUN: muonc -O2 -DUNWRITTEN %s -o %t.elf && sh ../scoreboard/report.sh --check=memory %t.elf
 * RUN: muonc -O2 -DFROM_BEFORE %s -o %t.elf && musim %t.elf && sh ../scoreboard/report.sh --check=memory %t.elf
 * RUN: for d in LARGE EMPTY MEMORY HEAP MANY; do muonc -O1 -D$d %s -o %t.elf; musim %t.elf; echo "exit status $?"; done
 * RUN: muonc -O1 -DENDED %s -o %t.elf && sh ../scoreboard/report.sh %t.elf | sed s,kernel.h:[0-9]*:[0-9]*,kernel.h:…, */
#include <neutrino/console.h>
#include <neutrino/kernel.h>
#include <neutrino/smem.h>

#define HERE tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP)

__local uint32_t sum[2], row[1000];
uint32_t out[8];

static void items(const void *arguments) {
    (void)arguments;
#ifdef FROM_BEFORE
    if (tk_group_id(0) == 0)
        row[tk_local_id(0)] = 7;
#elif defined UNWRITTEN
    if (tk_group_id(0) == 1000)
        row[tk_local_id(0)] = 7;
#else
    row[tk_local_id(0)] = tk_group_id(0);
#endif
    HERE;
    out[tk_group_id(0) & 7] = row[tk_local_size(0) - 1 - tk_local_id(0)];
}

static void launch(uint32_t groups, uint32_t size, uint32_t memory) {
    struct neutrino_launch *launch = (struct neutrino_launch *)NEUTRINO_LAUNCH_BASE;
    uint32_t *sizes = (uint32_t *)NEUTRINO_ARGS_BASE;
    launch->local_bytes = memory;
    sizes[0] = groups;
    sizes[1] = sizes[2] = sizes[4] = sizes[5] = 1;
    sizes[3] = size;
    HERE;
    neutrino_launch_items(items);
}

int main(void) {
#if defined LARGE
    launch(2, 257, 0);
#elif defined ENDED
    if (tk_sub_group_id() == 3)
        return 0;
    HERE;
#elif defined EMPTY
    launch(2, 0, 0);
#elif defined MEMORY
    launch(2, 40, 0x1f800);
#elif defined MANY
    launch(0, 5, 0);
    launch(0, 257, 0); /* runs nothing */
    launch(17, 200, 0x10000);
    launch(3, 5, 0x1000);
    if (tk_local_linear_id() == 0)
        printf("%u %u %u\n", out[0], out[1], out[2]);
#elif defined HEAP
    /* What smem_malloc has given away stays where it is: there is room for one group only. */
    if (tk_group_leader_())
        *(__shared int *)smem_malloc(4, 4) = 3;
    launch(9, 40, 0);
    launch(9, 40, 16);
#elif defined UNWRITTEN || defined FROM_BEFORE
    launch(40, 150, 0);
#else
    uint32_t me = tk_local_linear_id();
    if (me == 0)
        sum[0] = sum[1] = 0;
    row[me] = tk_global_id(0);
    HERE;
    if (me == 5)
        for (uint32_t i = 0; i < tk_local_size(0); i++)
            sum[tk_group_id(0) & 1] += row[i] + 1000 * (tk_local_size(1) - 1);
    HERE;
    if (me == 0 && tk_group_id(0) == tk_num_groups(0) - 1)
        printf("%u of %u, %u of %u: %u and %u, %u sub-groups of %u, %u dimension\n", tk_group_id(0),
               tk_num_groups(0), tk_global_id(0), tk_global_size(0), sum[0], sum[1],
               tk_num_sub_groups(), tk_sub_group_size(), tk_work_dim());
#endif
    return 0;
}
