/* Where the warps stood when a run was stopped for having taken too long. Warps at one line of one
 * function, in one state, are one note. */
#include "musim/machine/cluster.h"
#include "musim/machine/notes.h"

static const char *const *state_name(const struct warp *warp) {
    static const char *const run[] = {"waits for a run", "wait for a run"},
                             *const room[] = {"waits for room in the scoreboard",
                                              "wait for room in the scoreboard"},
                             *const barrier[] = {"waits at a barrier", "wait at a barrier"},
                             *const running[] = {"runs", "run"};
    switch (warp->state) {
    case WARP_WAIT_RUN: return run;
    case WARP_WAIT_ROOM: return room;
    case WARP_WAIT_BARRIER: return barrier;
    default: return running;
    }
}

static void add_cluster(struct notes *notes, const struct cluster *cluster) {
    for (unsigned c = 0; c < cluster->config->cores; c++)
        for (unsigned w = 0; w < cluster->config->warps; w++) {
            const struct warp *warp = cluster_warp(cluster, c, w);
            if (warp->state != WARP_INACTIVE)
                notes_add(notes, &(struct note){.warp = warp,
                                                .pc = warp_place(warp),
                                                .any_column = true,
                                                .does = state_name(warp)});
        }
}

void report_standing(struct report *report, const struct cluster *clusters, unsigned count) {
    enum { MOST = 8 };
    struct notes notes = {.program = report->program};
    for (unsigned i = 0; i < count; i++)
        add_cluster(&notes, &clusters[i]);
    notes_report(&notes, MOST, report);
    notes_free(&notes);
}
