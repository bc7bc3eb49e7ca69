/* Where the warps stood when a run was stopped for having taken too long. Warps at one line of one
 * function, in one state, are one note. */
#include "musim/machine/cluster.h"
#include "support/array.h"

#include <stdlib.h>
#include <string.h>

enum { GROUPS_LISTED = 8 };

struct group {
    const struct warp *first;
    struct source_position at;
    struct diag_location where;
    unsigned count;
};

struct groups {
    struct group *items;
    size_t count;
};

static bool same_text(const char *a, const char *b) {
    return a == b || (a && b && !strcmp(a, b));
}

static bool belongs(const struct group *group, const struct warp *warp,
                    const struct source_position *at, const struct diag_location *where) {
    return group->first->state == warp->state && same_text(group->at.function, at->function) &&
           group->where.line == where->line && same_text(group->where.file, where->file) &&
           (where->line || warp_place(group->first) == warp_place(warp));
}

static void add_warp(struct groups *groups, const struct program *program,
                     const struct warp *warp) {
    struct source_position at = {0};
    if (program->source)
        source_map_lookup(program->source, warp_place(warp), &at);
    struct diag_location where = report_location(program, warp_place(warp));
    for (size_t i = 0; i < groups->count; i++) {
        if (belongs(&groups->items[i], warp, &at, &where)) {
            groups->items[i].count++;
            return;
        }
    }
    *ARRAY_ADD(groups->items, groups->count) = (struct group){warp, at, where, 1};
}

static const char *state_name(const struct warp *warp) {
    switch (warp->state) {
    case WARP_WAIT_RUN: return "waits for a run";
    case WARP_WAIT_ROOM: return "waits for room in the scoreboard";
    case WARP_WAIT_BARRIER: return "waits at a barrier";
    default: return "runs";
    }
}

static void add_note(struct report *report, const struct group *group) {
    const struct warp *warp = group->first;
    const struct report_place place = {warp->core->index, warp->index, -1, warp_place(warp)};
    char *text = report_place(report, &place);
    char *others =
        group->count > 1 ? xasprintf(", and %u more like it", group->count - 1) : xstrdup("");
    report_add(report, DIAG_NOTE, group->where, "%s, %s%s", text, state_name(warp), others);
    report_callers(report, place.pc);
    free(others);
    free(text);
}

void report_standing(struct report *report, const struct cluster *cluster) {
    struct groups groups = {0};
    for (unsigned c = 0; c < cluster->config->cores; c++)
        for (unsigned w = 0; w < cluster->config->warps; w++)
            if (cluster_warp(cluster, c, w)->state != WARP_INACTIVE)
                add_warp(&groups, report->program, cluster_warp(cluster, c, w));
    for (size_t i = 0; i < groups.count && i < GROUPS_LISTED; i++)
        add_note(report, &groups.items[i]);
    if (groups.count > GROUPS_LISTED)
        report_add(report, DIAG_NOTE, DIAG_FILE(report->program->name),
                   "cluster %u: warps at %zu more places", cluster->number,
                   groups.count - GROUPS_LISTED);
    free(groups.items);
}
