/* A group of more work-items than its cluster has lanes. Each warp executes several of its
 * sub-groups, from one barrier to the next, by the kernel that muonc has split there
 * (muonc/ir/barriers/groups.c), and then all warps meet:
 *
 *   context: ┌ arrivals ┬ slot 0 of all work-items ┬ slot 1 … ┬ where each has come to ┐
 *
 * Arrivals are the places that the warps have come to, twice, as a fast warp may be at the next
 * barrier while a slow one still looks. */
#include "items_grid.h"

struct share {
    struct neutrino_items *items;
    struct group group;
    uint32_t volume;
    void (*work)(const void *);
    const struct neutrino_split *split;
    volatile uint32_t *arrivals, *next;
    void *context;
    uint32_t capacity;
};

enum { PARTED = UINT32_MAX };

/* ---- memory ---- */

/* Without a step there is nothing to keep. */
static void find_context(struct share *share) {
    const struct neutrino_launch *launch = items_launch();
    uint32_t begin = launch->context + muon_cluster_id() * launch->context_bytes;
    if (!launch->context)
        STOP("no memory for groups of more work-items than the cluster has lanes\n");
    share->arrivals = (volatile uint32_t *)begin;
    share->capacity = items_round_up(share->volume, NEUTRINO_CONTEXT_ALIGNMENT);
    begin = items_round_up(begin + NEUTRINO_ARRIVALS_BYTES, share->split->alignment);
    share->context = (void *)begin;
    share->next = (volatile uint32_t *)(begin + share->capacity * (share->split->context_bytes -
                                                                   sizeof(uint32_t)));
}

/* ---- who is where ---- */

static const char *name_place(const struct share *share, uint32_t place) {
    return share->split->places[place];
}

static struct vector global_id(const struct share *share, uint32_t item) {
    struct vector first = share->group.first, size = share->group.size;
    return (struct vector){first.x + item % size.x, first.y + item / size.x % size.y,
                           first.z + item / (size.x * size.y)};
}

#define ITEM "(%u, %u, %u)"
#define ITEM_OF(id) (id).x, (id).y, (id).z

static void report(const struct share *share) {
    uint32_t other = 1;
    while (share->next[other] == share->next[0])
        other++;
    struct vector here = global_id(share, 0), there = global_id(share, other);
    STOP("work-item " ITEM " has come to %s, but work-item " ITEM
         " of its group to %s: all must come to the same barrier\n",
         ITEM_OF(here), name_place(share, share->next[0]), ITEM_OF(there),
         name_place(share, share->next[other]));
}

/* The place that all have come to, if this warp has come to `mine` and its sub-groups agree. */
static uint32_t meet(const struct share *share, uint32_t round, uint32_t mine, bool agree) {
    uint32_t warps = items_warps();
    volatile uint32_t *arrivals = share->arrivals + round % 2 * NEUTRINO_ARRIVALS_BYTES / 8;
    volatile uint32_t *own = arrivals + items_warp();
    if (items_lane() == 0)
        *own = mine;
    if (!agree || *own != mine)
        *own = PARTED;
    muon_barrier(ITEMS_LAST_BARRIER, warps);
    uint32_t place = __uniform(arrivals[0]);
    bool same = place != PARTED;
    for (uint32_t warp = 1; warp < warps; warp++)
        same &= __uniform(arrivals[warp]) == place;
    if (!same)
        report(share);
    return place;
}

/* ---- sub-groups ---- */

/* Makes this warp the one. */
static void enter(const struct share *share, uint32_t sub_group) {
    struct neutrino_items *items = share->items;
    items->sub_group = sub_group;
    items_set_size(items, &(struct slots){.sub_group = sub_group}, share->group.size);
    items_set_group(items, &share->group);
    items->barrier_warps = 0;
    __asm__ volatile("" : : : "memory"); /* the kernel reads all that by tp */
}

static uint32_t count_sub_groups(const struct share *share) {
    uint32_t lanes = muon_num_lanes();
    return __uniform((share->volume + lanes - 1) / lanes);
}

static void run_whole(const struct share *share) {
    uint32_t count = count_sub_groups(share), warps = items_warps();
    void (*work)(const void *) = __uniform(share->work);
    for (uint32_t sub_group = items_warp(); sub_group < count; sub_group += warps) {
        enter(share, sub_group);
        if (items_lane() < share->items->sub_group_size)
            work((const void *)muon_argument_base());
    }
}

/* Of the last sub-group alone some lanes are no work-items, and each warp has another one before.
 */
static uint32_t run_step(const struct share *share, uint32_t place, bool *agree) {
    uint32_t count = count_sub_groups(share), warps = items_warps(), first = items_warp(), mine = 0;
    uint32_t (*step)(uint32_t, const void *, void *, uint32_t) = __uniform(share->split->step);
    *agree = true;
    for (uint32_t sub_group = first; sub_group < count; sub_group += warps) {
        enter(share, sub_group);
        if (items_lane() >= share->items->sub_group_size)
            continue;
        uint32_t next =
            step(place, (const void *)muon_argument_base(), share->context, share->capacity);
        share->next[share->items->local_linear_id] = next;
        mine = sub_group == first ? next : mine;
        *agree &= next == mine;
    }
    return mine;
}

static void run_steps(const struct share *share) {
    uint32_t place = 0, round = 0;
    do {
        bool agree;
        uint32_t mine = run_step(share, place, &agree);
        place = meet(share, round++, mine, agree);
    } while (place);
}

void items_run_split(struct neutrino_items *items, const struct group *group,
                     void (*work)(const void *), const struct neutrino_split *split) {
    struct share share = {.items = items,
                          .group = *group,
                          .volume = group->size.x * group->size.y * group->size.z,
                          .work = work,
                          .split = split};
    uint32_t barrier = items->barrier, sub_group = items->sub_group;
    items->barrier = NEUTRINO_NO_BARRIER;
    if (__uniform(split->step)) {
        find_context(&share);
        run_steps(&share);
    } else {
        run_whole(&share);
    }
    items->barrier = barrier;
    items->sub_group = sub_group;
}
