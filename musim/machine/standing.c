/* What is being executed when a run is stopped before its end. Warps at one line of one function
 * are one note. */
#include "musim/machine/cluster.h"
#include "musim/machine/notes.h"

enum { MOST = 8 };

static void add_warps(struct notes *notes, const struct cluster *cluster) {
    static const char *const runs[] = {"runs", "run"};
    for (unsigned c = 0; c < cluster->config->cores; c++)
        for (unsigned w = 0; w < cluster->config->warps; w++) {
            const struct warp *warp = cluster_warp(cluster, c, w);
            if (warp->state == WARP_READY)
                notes_add(notes, &(struct note){.warp = warp,
                                                .pc = warp_place(warp),
                                                .any_column = true,
                                                .does = runs});
        }
}

static void report_neutrinos(struct report *report, const struct cluster *clusters,
                             unsigned count) {
    unsigned running = 0;
    for (unsigned i = 0; i < count; i++) {
        if (!clusters[i].neutrino_released || clusters[i].neutrino_idle || running++ >= MOST)
            continue;
        const struct report_neutrino at = cluster_neutrino(&clusters[i]);
        report_neutrino_runs(report, i, &at);
    }
    if (running > MOST)
        report_add(report, DIAG_NOTE, DIAG_FILE(report->program->name), "%u more Neutrinos run",
                   running - MOST);
}

void report_running(struct report *report, const struct cluster *clusters, unsigned count) {
    struct notes notes = {.program = report->program};
    for (unsigned i = 0; i < count; i++)
        add_warps(&notes, &clusters[i]);
    notes_report(&notes, MOST, report);
    notes_free(&notes);
    report_neutrinos(report, clusters, count);
}
