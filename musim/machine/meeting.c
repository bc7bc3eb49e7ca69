#include "musim/machine/meeting.h"

#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

/* ---- the group that a warp is in ---- */

/* A lane's place in its group; false if there is none at its tp. */
static bool read_items(struct cluster *cluster, const struct warp *warp, unsigned lane,
                       struct neutrino_items *items) {
    uint64_t available;
    uint32_t tp = warp->x[MUON_REGISTER_TP * cluster->simt.width + lane];
    const uint8_t *memory = cluster_memory(cluster, tp, &available);
    if (!memory || available < sizeof *items || tp % 4)
        return false;
    memcpy(items, memory, sizeof *items);
    return items->dimensions >= 1 && items->dimensions <= 3;
}

/* The lanes that are work-items of the group. */
static uint32_t members(const struct cluster *cluster, const struct neutrino_items *items) {
    return items->sub_group_size >= cluster->config->lanes
               ? cluster->simt.all_lanes
               : (UINT32_C(1) << items->sub_group_size) - 1;
}

/* "work-item 5" or "work-item (5, 0, 2)"; the caller frees it. */
static char *name_item(struct cluster *cluster, const struct warp *warp, unsigned lane) {
    struct neutrino_items items;
    if (!read_items(cluster, warp, lane, &items))
        return xasprintf("core %u, warp %u, lane %u", warp->core->index, warp->index, lane);
    const uint32_t *id = items.global_id;
    switch (items.dimensions) {
    case 1: return xasprintf("work-item %u", id[0]);
    case 2: return xasprintf("work-item (%u, %u)", id[0], id[1]);
    default: return xasprintf("work-item (%u, %u, %u)", id[0], id[1], id[2]);
    }
}

/* ---- reports ---- */

static const struct group_barrier *barrier_at(const struct cluster *cluster, uint32_t pc) {
    return group_barrier_at(&cluster->program->group_barriers, pc);
}

static struct diag_location location(const struct cluster *cluster, uint32_t pc) {
    const struct group_barrier *barrier = barrier_at(cluster, pc);
    return barrier && barrier->kind == BARRIER_OF_GROUP && barrier->line
               ? (struct diag_location){.file = cluster->program->assertions.files + barrier->file,
                                        .line = barrier->line,
                                        .column = barrier->column}
               : report_location(cluster->program, pc);
}

/* A lane of a warp, and where it is; pc 0: nobody knows. */
static struct report_place place_of(const struct warp *warp, unsigned lane, uint32_t pc) {
    return (struct report_place){warp->core->index, warp->index, (int)lane, pc, warp};
}

static bool is_same(const struct diag_location *a, const struct diag_location *b) {
    return a->line == b->line && a->column == b->column && a->file && b->file &&
           !strcmp(a->file, b->file);
}

/* The calls that led to a place, and whose it is. The innermost is where the line before stands. */
static void add_place(struct report *report, const struct report_place *place) {
    size_t count = report->count;
    report_callers(report, place);
    if (report->count > count &&
        is_same(&report->lines[count].where, &report->lines[count - 1].where)) {
        free(report->lines[count].text);
        memmove(&report->lines[count], &report->lines[count + 1],
                (--report->count - count) * sizeof *report->lines);
    }
    char *text = report_place_name(report, place);
    report_add(report, DIAG_NOTE, DIAG_FILE(report->program->name), "%s", text);
    free(text);
}

/* What one work-item does where it is, of which the other one is the object, and what that does. */
struct disagreement {
    struct report_place one, other;
    const char *does, *what, *other_does;
};

/* Always false. */
static bool disagree(struct cluster *cluster, const struct disagreement *of) {
    struct report *report = &cluster->report;
    const struct report_place *one = &of->one, *other = &of->other;
    if (!report_begin(report, MUSIM_FAULT))
        return false;
    char *item = name_item(cluster, one->state, (unsigned)one->lane);
    char *other_item = name_item(cluster, other->state, (unsigned)other->lane);
    report_add(report, DIAG_ERROR, location(cluster, one->pc), "%s %s %s%s", item, of->does,
               other_item, of->what);
    add_place(report, one);
    report_add(report, DIAG_NOTE,
               other->pc ? location(cluster, other->pc) : DIAG_FILE(cluster->program->name),
               "%s %s", other_item, of->other_does);
    if (other->pc)
        add_place(report, other);
    free(other_item);
    free(item);
    cluster_halt(cluster);
    return false;
}

static const char waits[] = "is at a barrier that", does_not_come[] = " does not come to";

/* ---- lanes of the warp ---- */

/* Where a lane that is not active goes on once the others have come to the end of their way: on the
 * other side of a split; 0 if it waits for them where the ways meet. */
static uint32_t goes_on_at(const struct warp *warp, unsigned lane) {
    for (unsigned i = warp->depth; i-- > 0;)
        if (warp->stack[i].pc && warp->stack[i].mask >> lane & 1)
            return warp->stack[i].pc;
    return 0;
}

static bool lanes_are_here(struct cluster *cluster, const struct warp *warp,
                           const struct neutrino_items *items) {
    uint32_t missing = members(cluster, items) & ~warp->tmask;
    if (!missing)
        return true;
    unsigned lane = lowest_lane(missing);
    uint32_t other = goes_on_at(warp, lane);
    return disagree(cluster, &(struct disagreement){
                                 .one = place_of(warp, lowest_lane(warp->tmask), warp->pc),
                                 .does = waits,
                                 .other = place_of(warp, lane, other),
                                 .what = does_not_come,
                                 .other_does = other ? "has gone another way, and goes on here"
                                                     : "has gone another way, or has returned",
                             });
}

/* ---- warps of the group ---- */

/* One waits, or is about to, and another one has come to the end. */
static bool report_ended(struct cluster *cluster, const struct warp *waiting, uint32_t pc,
                         const struct warp *ended) {
    return disagree(cluster, &(struct disagreement){
                                 .one = place_of(waiting, lowest_lane(waiting->tmask), pc),
                                 .does = waits,
                                 .other = place_of(ended, 0, 0),
                                 .what = does_not_come,
                                 .other_does = "has returned from the kernel",
                             });
}

static bool report_elsewhere(struct cluster *cluster, const struct warp *warp,
                             const struct barrier *barrier) {
    const struct warp *first = barrier->first;
    return disagree(cluster,
                    &(struct disagreement){
                        .one = place_of(warp, lowest_lane(warp->tmask), warp->pc),
                        .does = "is at another barrier than",
                        .other = place_of(first, lowest_lane(first->tmask), barrier->first_pc),
                        .what = " of its group",
                        .other_does = "waits here",
                    });
}

static bool is_of_group(const struct cluster *cluster, uint32_t pc) {
    const struct group_barrier *barrier = barrier_at(cluster, pc);
    return barrier && barrier->kind == BARRIER_OF_GROUP;
}

/* To the end come warps that the group left over, too. */
static bool check_end(struct cluster *cluster, const struct warp *warp,
                      const struct neutrino_items *items) {
    const struct barrier *of_group = &cluster->barriers[items->barrier % BARRIERS];
    return !items->sub_group_size || !of_group->arrived ||
           !is_of_group(cluster, of_group->first_pc) ||
           report_ended(cluster, of_group->first, of_group->first_pc, warp);
}

bool meeting_check(struct cluster *cluster, const struct warp *warp, unsigned number) {
    const struct barrier *barrier = &cluster->barriers[number];
    const struct group_barrier *here = barrier_at(cluster, warp->pc);
    struct neutrino_items items;
    if (here && !read_items(cluster, warp, lowest_lane(warp->tmask), &items))
        here = NULL;
    if (here && here->kind == BARRIER_AT_END)
        return check_end(cluster, warp, &items);
    if (here && barrier->ended)
        return report_ended(cluster, warp, warp->pc, barrier->ended);
    if (barrier->arrived && barrier->first_pc != warp->pc &&
        (here || is_of_group(cluster, barrier->first_pc)))
        return report_elsewhere(cluster, warp, barrier);
    return !here || lanes_are_here(cluster, warp, &items);
}

void meeting_arrived(struct cluster *cluster, const struct warp *warp, unsigned number,
                     bool passed) {
    struct barrier *barrier = &cluster->barriers[number];
    const struct group_barrier *here = barrier_at(cluster, warp->pc);
    struct neutrino_items items;
    if (barrier->arrived == 1) {
        barrier->first = warp;
        barrier->first_pc = warp->pc;
    }
    if (!here || here->kind != BARRIER_AT_END ||
        !read_items(cluster, warp, lowest_lane(warp->tmask), &items))
        return;
    struct barrier *of_group = &cluster->barriers[items.barrier % BARRIERS];
    if (passed)
        of_group->ended = NULL;
    else if (items.sub_group_size)
        of_group->ended = warp;
}
