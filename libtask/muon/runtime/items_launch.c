/* The groups of a grid of work-items, on the warps of a cluster.
 *
 * A group of w warps is executed in a *slot*: w warps that follow each other, with a hardware
 * barrier and a copy of group memory of their own. Slot s of S in cluster c of C executes the
 * groups c + C·(s + S·k). Whatever decides a branch here is the same in the lanes of a warp. */
#include "heap.h"
#include "items_grid.h"

#include <neutrino/check.h>

struct launch {
    struct vector grid, block, global, offset;
    uint32_t groups;
    bool divides; /* all groups are of one size */
};

/* Group memory: __local variables, then what __shared parameters ask for. */
struct memory {
    uint32_t begin;     /* of the first slot's */
    uint32_t variables; /* bytes */
    uint32_t arguments, exchange;
    uint32_t stride; /* from slot to slot; 0: there is none */
};

/* ---- what the launch block says ---- */

static struct vector vector(const uint32_t value[3]) {
    return (struct vector){value[0], value[1], value[2]};
}

static uint32_t or_all(uint32_t size, uint32_t groups, uint32_t block) {
    return size ? size : groups * block;
}

static struct launch read_launch(void) {
    const uint32_t *grid = (const uint32_t *)NEUTRINO_ARGS_BASE;
    const struct neutrino_launch *block = items_launch();
    struct launch launch = {.grid = vector(grid),
                            .block = vector(grid + 3),
                            .global = vector(block->global_size),
                            .offset = vector(block->global_offset)};
    launch.global.x = or_all(launch.global.x, launch.grid.x, launch.block.x);
    launch.global.y = or_all(launch.global.y, launch.grid.y, launch.block.y);
    launch.global.z = or_all(launch.global.z, launch.grid.z, launch.block.z);
    launch.divides = launch.global.x == launch.grid.x * launch.block.x &&
                     launch.global.y == launch.grid.y * launch.block.y &&
                     launch.global.z == launch.grid.z * launch.block.z;
    launch.groups = launch.grid.x * launch.grid.y * launch.grid.z;
    return launch;
}

/* ---- group memory ---- */

extern __shared char __neutrino_local_start[] __attribute__((weak));
extern char __neutrino_local_alignment[] __attribute__((weak));

/* Of programs with collective operations: in a group of more work-items than the cluster has lanes
 * these exchange words behind the arguments. */
extern const char neutrino_items_exchange[] __attribute__((weak));

static struct memory measure_memory(uint32_t exchanged) {
    uint32_t alignment = (uint32_t)__neutrino_local_alignment;
    uint32_t arguments = items_launch()->local_bytes;
    struct memory memory = {.begin = (uint32_t)__neutrino_local_start};
    if (!alignment) /* a linker script that knows no __local variables */
        memory.begin = heap_variables_end();
    memory.variables = heap_variables_end() - memory.begin;
    if (arguments > NEUTRINO_SHARED_BYTES)
        arguments = NEUTRINO_SHARED_BYTES; /* which does not fit either */
    memory.arguments = arguments;
    memory.exchange = neutrino_items_exchange ? exchanged * sizeof(uint32_t) : 0;
    memory.stride = items_round_up(memory.variables + arguments + memory.exchange,
                                   alignment < 16 ? 16 : alignment);
    return memory;
}

/* For how many slots, of so many, there is room, which smem_malloc then leaves alone. If it has
 * been used before the launch, there is what lies in front of its blocks. No warp is here while
 * another one uses it, for they meet before and after. */
static uint32_t take_memory(const struct memory *memory, uint32_t wanted) {
    if (!memory->stride)
        return wanted;
    muon_barrier(ITEMS_CLUSTER_BARRIER, items_warps());
    bool begun = __uniform(neutrino_heap.begun);
    uint32_t end = begun ? __uniform(neutrino_heap.begin) : NEUTRINO_SHARED_BYTES;
    uint32_t count = items_smaller(wanted, (end - memory->begin) / memory->stride);
    if (!begun)
        neutrino_heap.begin = memory->begin + count * memory->stride;
    muon_barrier(ITEMS_CLUSTER_BARRIER, items_warps());
    return count;
}

/* ---- slots ---- */

/* Work-items; 0: more than so many. */
static uint32_t volume_of(struct vector block, uint32_t most) {
    if (block.x > most || block.y > most || block.z > most || block.x * block.y > most ||
        block.x * block.y * block.z > most)
        return 0;
    return block.x * block.y * block.z;
}

/* Groups of one warp need no barrier of their own: it completes at once. If groups have different
 * sizes, the warps that a small one leaves over meet the others at another barrier. */
static struct slots make_slots(const struct launch *launch, const struct memory *memory,
                               uint32_t warps) {
    uint32_t barriers = launch->divides ? 1 : 2, warp = items_warp();
    struct slots slots = {.warps = warps, .count = items_warps() / warps};
    if (warps > 1)
        slots.count = items_smaller(slots.count, ITEMS_LAST_BARRIER / barriers);
    slots.count = take_memory(memory, slots.count);
    slots.mine = warp / warps;
    slots.sub_group = warp % warps;
    slots.barrier = warps > 1 ? ITEMS_LAST_BARRIER - slots.mine : ITEMS_LAST_BARRIER;
    slots.handover = slots.barrier - (barriers - 1) * slots.count;
    return slots;
}

/* ---- one group ---- */

static struct group group_of(const struct launch *launch, uint32_t number) {
    uint32_t rows = number / launch->grid.x;
    struct vector id = {number % launch->grid.x, rows % launch->grid.y, rows / launch->grid.y};
    struct vector first = {id.x * launch->block.x, id.y * launch->block.y, id.z * launch->block.z};
    return (struct group){
        .id = id,
        .size = {items_smaller(launch->block.x, launch->global.x - first.x),
                 items_smaller(launch->block.y, launch->global.y - first.y),
                 items_smaller(launch->block.z, launch->global.z - first.z)},
        .first = {first.x + launch->offset.x, first.y + launch->offset.y,
                  first.z + launch->offset.z},
    };
}

/* ---- all of them ---- */

static void set_launch(struct neutrino_items *items, const struct launch *launch,
                       const struct slots *slots, const struct memory *memory) {
    uint32_t dimensions = items_launch()->dimensions;
    items->barrier = slots->barrier;
    items->local_offset = slots->mine * memory->stride;
    items->local_arguments = memory->begin + items->local_offset + memory->variables;
    items->exchange = memory->exchange ? items->local_arguments + memory->arguments : 0;
    items->sub_group = slots->sub_group;
    items->dimensions = dimensions ? dimensions : 3;
    items_set_vector(items->enqueued_local_size, launch->block);
    items_set_vector(items->groups, launch->grid);
    items_set_vector(items->global_size, launch->global);
    items_set_vector(items->global_offset, launch->offset);
}

/* What is done for each group. */
struct kernel {
    void (*work)(const void *arguments);
    const struct neutrino_split *split; /* for groups of more work-items than lanes; or NULL */
    uint32_t lanes;                     /* of the cluster */
};

static void run_group(struct neutrino_items *items, struct group group,
                      const struct kernel *kernel) {
    if (group.size.x * group.size.y * group.size.z > kernel->lanes)
        items_run_split(items, &group, kernel->work, kernel->split);
    else if (items_lane() < items->sub_group_size)
        kernel->work((const void *)muon_argument_base());
}

static void run_groups(const struct launch *launch, const struct slots *slots,
                       const struct memory *memory, const struct kernel *kernel) {
    uint32_t clusters = items_clusters(), step = clusters * slots->count;
    struct neutrino_items items;
    set_launch(&items, launch, slots, memory);
    items_set_size(&items, slots, launch->block);
    __asm__ volatile("mv tp, %0" : : "r"(&items) : "memory");
    for (uint32_t number = muon_cluster_id() + clusters * slots->mine; number < launch->groups;
         number += step) {
        struct group group = group_of(launch, number);
        if (!launch->divides)
            items_set_size(&items, slots, group.size);
        items_set_group(&items, &group);
        if (memory->stride) /* what the group before has left there is nothing */
            neutrino_check_owned(memory->begin + slots->mine * memory->stride, memory->stride,
                                 number + 1);
        run_group(&items, group, kernel);
        if (slots->warps > 1)
            NEUTRINO_GROUP_BARRIER_(slots->handover, slots->warps, 2);
        if (launch->groups - number <= step)
            break;
    }
}

/* In all warps of the cluster, for groups of so many work-items. */
static void run(const struct launch *launch, uint32_t volume, const struct kernel *kernel) {
    bool large = volume > kernel->lanes;
    uint32_t lanes = muon_num_lanes(), before;
    uint32_t warps = large ? items_warps() : (volume + lanes - 1) / lanes;
    struct memory memory = measure_memory(large ? volume : 0);
    struct slots slots = make_slots(launch, &memory, warps);
    if (!slots.count)
        STOP("no room for %u bytes of group memory\n", memory.stride);
    __asm__ volatile("mv %0, tp" : "=r"(before));
    if (slots.mine < slots.count)
        run_groups(launch, &slots, &memory, kernel);
    __asm__ volatile("mv tp, %0" : : "r"(before) : "memory");
}

void neutrino_launch_any_items(void (*work)(const void *arguments),
                               const struct neutrino_split *split) {
    struct launch launch = read_launch();
    uint32_t lanes = items_warps() * muon_num_lanes();
    split = __uniform(split);
    uint32_t volume = volume_of(launch.block, split ? NEUTRINO_MAX_GROUP : lanes);
    if (launch.groups && !volume)
        STOP("a group of %u x %u x %u work-items: a cluster has %u warps of %u\n", launch.block.x,
             launch.block.y, launch.block.z, items_warps(), muon_num_lanes());
    if (launch.groups && volume > lanes && __uniform(split->reason))
        STOP("a group of %u x %u x %u work-items, which cannot be split: %s\n", launch.block.x,
             launch.block.y, launch.block.z, split->reason);
    if (launch.groups)
        run(&launch, volume, &(struct kernel){__uniform(work), split, lanes});
    muon_barrier(ITEMS_CLUSTER_BARRIER, items_warps());
}

void neutrino_launch_items(void (*work)(const void *arguments)) {
    neutrino_launch_any_items(work, NULL);
}
