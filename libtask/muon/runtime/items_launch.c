/* The groups of a grid of work-items, on the warps of a cluster.
 *
 * A group of w warps is executed in a *slot*: w warps that follow each other, with a hardware
 * barrier and a copy of group memory of their own. Slot s of S in cluster c of C executes the
 * groups c + C·(s + S·k). Whatever decides a branch here is the same in the lanes of a warp. */
#include "heap.h"
#include "items.h"

#include <neutrino/check.h>
#include <neutrino/console.h>
#include <stdlib.h>

struct vector {
    uint32_t x, y, z;
};

struct launch {
    struct vector grid, block, global, offset;
    uint32_t groups;
    bool divides; /* all groups are of one size */
};

/* Group memory: __local variables, then what __shared parameters ask for. */
struct memory {
    uint32_t begin;     /* of the first slot's */
    uint32_t variables; /* bytes */
    uint32_t stride;    /* from slot to slot; 0: there is none */
};

struct slots {
    uint32_t warps; /* of each slot */
    uint32_t count;
    uint32_t mine, sub_group; /* this warp's, and its number in it */
    uint32_t barrier;         /* of a group */
    uint32_t handover;        /* of all warps of the slot, between two groups */
};

/* ---- what the launch block says ---- */

static struct vector vector(const uint32_t value[3]) {
    return (struct vector){value[0], value[1], value[2]};
}

/* The first lane of the cluster speaks. */
#define STOP(...)                                                                                  \
    do {                                                                                           \
        if (items_warp() == 0) {                                                                   \
            if (items_lane() == 0)                                                                 \
                printf("neutrino_launch_items: " __VA_ARGS__);                                     \
            abort();                                                                               \
        }                                                                                          \
        muon_exit(0);                                                                              \
    } while (0)

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

static uint32_t smaller(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

static uint32_t round_up(uint32_t value, uint32_t to) {
    return (value + to - 1) & -to;
}

static struct memory measure_memory(void) {
    uint32_t alignment = (uint32_t)__neutrino_local_alignment;
    uint32_t arguments = items_launch()->local_bytes;
    struct memory memory = {.begin = (uint32_t)__neutrino_local_start};
    if (!alignment) /* a linker script that knows no __local variables */
        memory.begin = heap_variables_end();
    memory.variables = heap_variables_end() - memory.begin;
    if (arguments > NEUTRINO_SHARED_BYTES)
        arguments = NEUTRINO_SHARED_BYTES; /* which does not fit either */
    memory.stride = round_up(memory.variables + arguments, alignment < 16 ? 16 : alignment);
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
    uint32_t count = smaller(wanted, (end - memory->begin) / memory->stride);
    if (!begun)
        neutrino_heap.begin = memory->begin + count * memory->stride;
    muon_barrier(ITEMS_CLUSTER_BARRIER, items_warps());
    return count;
}

/* ---- slots ---- */

/* The warps that a group needs; 0: more than there are. */
static uint32_t warps_of(struct vector block) {
    uint32_t lanes = muon_num_lanes(), most = items_warps() * lanes;
    if (block.x > most || block.y > most || block.z > most || block.x * block.y > most ||
        block.x * block.y * block.z > most)
        return 0;
    return (block.x * block.y * block.z + lanes - 1) / lanes;
}

/* Groups of one warp need no barrier of their own: it completes at once. If groups have different
 * sizes, the warps that a small one leaves over meet the others at another barrier. */
static struct slots make_slots(const struct launch *launch, const struct memory *memory,
                               uint32_t warps) {
    uint32_t barriers = launch->divides ? 1 : 2, warp = items_warp();
    struct slots slots = {.warps = warps, .count = items_warps() / warps};
    if (warps > 1)
        slots.count = smaller(slots.count, ITEMS_LAST_BARRIER / barriers);
    slots.count = take_memory(memory, slots.count);
    slots.mine = warp / warps;
    slots.sub_group = warp % warps;
    slots.barrier = warps > 1 ? ITEMS_LAST_BARRIER - slots.mine : ITEMS_LAST_BARRIER;
    slots.handover = slots.barrier - (barriers - 1) * slots.count;
    return slots;
}

/* ---- one group ---- */

static void set_vector(uint32_t to[3], struct vector value) {
    to[0] = value.x;
    to[1] = value.y;
    to[2] = value.z;
}

/* What depends on the size of a group. */
static void set_size(struct neutrino_items *items, const struct slots *slots, struct vector size) {
    uint32_t lanes = muon_num_lanes(), volume = size.x * size.y * size.z;
    uint32_t first = slots->sub_group * lanes, id = first + items_lane();
    items->barrier_warps = items->sub_groups = (volume + lanes - 1) / lanes;
    items->sub_group_size = first < volume ? smaller(volume - first, lanes) : 0;
    set_vector(items->local_size, size);
    set_vector(items->local_id,
               (struct vector){id % size.x, id / size.x % size.y, id / (size.x * size.y)});
    items->local_linear_id = id;
}

static struct vector size_of(const struct launch *launch, struct vector group) {
    return (struct vector){
        smaller(launch->block.x, launch->global.x - group.x * launch->block.x),
        smaller(launch->block.y, launch->global.y - group.y * launch->block.y),
        smaller(launch->block.z, launch->global.z - group.z * launch->block.z),
    };
}

static struct vector group_of(const struct launch *launch, uint32_t number) {
    uint32_t rows = number / launch->grid.x;
    return (struct vector){number % launch->grid.x, rows % launch->grid.y, rows / launch->grid.y};
}

static void set_group(struct neutrino_items *items, const struct launch *launch,
                      struct vector group) {
    set_vector(items->group_id, group);
    items->global_id[0] = group.x * launch->block.x + launch->offset.x + items->local_id[0];
    items->global_id[1] = group.y * launch->block.y + launch->offset.y + items->local_id[1];
    items->global_id[2] = group.z * launch->block.z + launch->offset.z + items->local_id[2];
}

/* ---- all of them ---- */

static void set_launch(struct neutrino_items *items, const struct launch *launch,
                       const struct slots *slots, const struct memory *memory) {
    uint32_t dimensions = items_launch()->dimensions;
    items->barrier = slots->barrier;
    items->local_offset = slots->mine * memory->stride;
    items->local_arguments = memory->begin + items->local_offset + memory->variables;
    items->sub_group = slots->sub_group;
    items->dimensions = dimensions ? dimensions : 3;
    set_vector(items->enqueued_local_size, launch->block);
    set_vector(items->groups, launch->grid);
    set_vector(items->global_size, launch->global);
    set_vector(items->global_offset, launch->offset);
}

static void run_groups(const struct launch *launch, const struct slots *slots,
                       const struct memory *memory, void (*work)(const void *)) {
    uint32_t clusters = items_clusters(), step = clusters * slots->count;
    struct neutrino_items items;
    set_launch(&items, launch, slots, memory);
    set_size(&items, slots, launch->block);
    __asm__ volatile("mv tp, %0" : : "r"(&items) : "memory");
    for (uint32_t number = muon_cluster_id() + clusters * slots->mine; number < launch->groups;
         number += step) {
        struct vector group = group_of(launch, number);
        if (!launch->divides)
            set_size(&items, slots, size_of(launch, group));
        set_group(&items, launch, group);
        if (memory->stride) /* what the group before has left there is nothing */
            neutrino_check_owned(memory->begin + slots->mine * memory->stride, memory->stride,
                                 number + 1);
        if (items_lane() < items.sub_group_size)
            work((const void *)muon_argument_base());
        if (slots->warps > 1)
            NEUTRINO_GROUP_BARRIER_(slots->handover, slots->warps, 2);
        if (launch->groups - number <= step)
            break;
    }
}

/* In all warps of the cluster. */
static void run(const struct launch *launch, uint32_t warps, void (*work)(const void *)) {
    struct memory memory = measure_memory();
    struct slots slots = make_slots(launch, &memory, warps);
    uint32_t before;
    if (!slots.count)
        STOP("no room for %u bytes of group memory\n", memory.stride);
    __asm__ volatile("mv %0, tp" : "=r"(before));
    if (slots.mine < slots.count)
        run_groups(launch, &slots, &memory, work);
    __asm__ volatile("mv tp, %0" : : "r"(before) : "memory");
}

void neutrino_launch_items(void (*work)(const void *arguments)) {
    struct launch launch = read_launch();
    uint32_t warps = warps_of(launch.block);
    work = __uniform(work);
    if (launch.groups && !warps)
        STOP("a group of %u x %u x %u work-items: a cluster has %u warps of %u\n", launch.block.x,
             launch.block.y, launch.block.z, items_warps(), muon_num_lanes());
    if (launch.groups)
        run(&launch, warps, work);
    muon_barrier(ITEMS_CLUSTER_BARRIER, items_warps());
}
