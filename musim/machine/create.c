/* Making a machine, and giving it the shape that a program wants. */
#include "musim/machine/machine.h"

#include "musim/memory.h"
#include "support/alloc.h"

#include <errno.h>
#include <stdlib.h>

static bool create_codes(struct musim *machine) {
    unsigned threads = machine->asked.threads ? machine->asked.threads : 1;
    machine->codes = xcalloc(threads, sizeof *machine->codes);
    while (machine->code_count < threads) {
        if (!code_create(&machine->codes[machine->code_count]))
            return false;
        machine->code_count++;
    }
    return true;
}

/* A number above 0. */
static bool read_seed(const char *text, uint64_t *seed) {
    char *end;
    errno = 0;
    *seed = strtoull(text, &end, 0);
    return !errno && !*end && *text != '-' && *seed;
}

/* What the environment asks for, of every program that uses the library. */
static void read_environment(struct musim *machine) {
    const char *list = getenv("MUSIM_CHECK"), *seed = getenv("MUSIM_PERTURB");
    unsigned checks = 0;
    if (list && musim_parse_checks(list, &checks, &machine->bad_check))
        machine->asked.check |= checks;
    uint64_t perturb;
    if (seed && !read_seed(seed, &perturb))
        machine->bad_seed = seed;
    else if (seed && !machine->asked.perturb)
        machine->asked.perturb = perturb;
}

static void create_check(struct musim *machine) {
    unsigned observing = machine->asked.check & (MUSIM_CHECK_RACES | MUSIM_CHECK_MEMORY);
    if (observing)
        machine->check = musim_check_create(machine, observing);
}

struct musim *musim_create(const struct musim_config *config) {
    struct musim *machine = xcalloc(1, sizeof *machine);
    machine->asked = *config;
    machine->console.stream = config->console ? config->console : stdout;
    diag_init(&machine->diag, "musim");
    if (config->report) {
        machine->diag.stream = config->report;
        machine->diag.color = false;
    }
    machine->diag.json = config->json_reports;
    machine->global = memory_reserve(MEMORY_GLOBAL_BYTES, MEMORY_GUARD);
    if (!machine->global || !create_codes(machine)) {
        musim_free(machine);
        return NULL;
    }
    read_environment(machine);
    create_check(machine);
    return machine;
}

static void free_clusters(struct musim *machine) {
    for (unsigned i = 0; machine->clusters && i < machine->config.clusters; i++)
        cluster_free(&machine->clusters[i]);
    if (machine->warps)
        memory_release(machine->warps, machine_warp_count(machine) * sizeof(struct warp), 0);
    free(machine->clusters);
    free(machine->cores);
    machine->clusters = NULL;
    machine->cores = NULL;
    machine->warps = NULL;
}

void musim_free(struct musim *machine) {
    if (!machine)
        return;
    musim_check_free(machine->check);
    free_clusters(machine);
    memory_release(machine->global, MEMORY_GLOBAL_BYTES, MEMORY_GUARD);
    for (unsigned i = 0; i < machine->code_count; i++)
        code_free(&machine->codes[i]);
    free(machine->codes);
    program_free(machine->program);
    observers_free(&machine->observers);
    free(machine->breakpoints.items);
    diag_free(&machine->diag);
    free(machine->error);
    free(machine);
}

/* ---- shape ---- */

/* One number of the shape: what was asked for, else what the program says, else the default. */
static bool settle(struct musim *machine, const char *what, unsigned *asked, unsigned built_for,
                   unsigned fallback, unsigned most) {
    if (*asked && built_for && *asked != built_for)
        return machine_error(machine, "the program is built for %u %s, not %u", built_for, what,
                             *asked);
    if (!*asked)
        *asked = built_for ? built_for : fallback;
    if (*asked > most)
        return machine_error(machine, "%u %s: at most %u", *asked, what, most);
    return true;
}

static bool settle_shape(struct musim *machine, const struct muon_note_shape *note,
                         struct musim_config *config) {
    *config = machine->asked;
    if (!config->scoreboard)
        config->scoreboard = NEUTRINO_DEFAULT_SCOREBOARD;
    return settle(machine, "clusters", &config->clusters, 0, NEUTRINO_DEFAULT_CLUSTERS,
                  NEUTRINO_MAX_CLUSTERS) &&
           settle(machine, "cores per cluster", &config->cores, note->cores, NEUTRINO_DEFAULT_CORES,
                  NEUTRINO_MAX_CORES) &&
           settle(machine, "warps per core", &config->warps, note->warps, NEUTRINO_DEFAULT_WARPS,
                  NEUTRINO_MAX_WARPS) &&
           settle(machine, "lanes per warp", &config->lanes, note->lanes, NEUTRINO_DEFAULT_LANES,
                  NEUTRINO_MAX_LANES);
}

static bool has_shape(const struct musim *machine, const struct musim_config *shape) {
    return machine->clusters && machine->config.clusters == shape->clusters &&
           machine->config.cores == shape->cores && machine->config.warps == shape->warps &&
           machine->config.lanes == shape->lanes;
}

static bool create_cluster(struct musim *machine, unsigned number) {
    const struct musim_config *shape = &machine->config;
    const struct cluster_parts parts = {
        .config = shape,
        .observers = &machine->observers,
        .console = &machine->console,
        .global = machine->global,
        .code = &machine->codes[machine_share(machine, number)],
        .cores = machine->cores + number * shape->cores,
        .warps = machine->warps + number * shape->cores * shape->warps,
    };
    return cluster_create(&machine->clusters[number], number, &parts) ||
           machine_error(machine, "not enough memory for cluster %u", number);
}

static bool build(struct musim *machine, const struct musim_config *shape) {
    if (has_shape(machine, shape)) {
        machine->config = *shape;
        return true;
    }
    free_clusters(machine);
    machine->config = *shape;
    if (!simt_select(simt_width(shape->lanes), getenv("MUSIM_VECTOR_UNIT"), &machine->interpreter))
        return machine_error(machine, "MUSIM_VECTOR_UNIT: this host has no such vector unit");
    machine->warps = memory_reserve(machine_warp_count(machine) * sizeof(struct warp), 0);
    if (!machine->warps)
        return machine_error(machine, "not enough memory for %u warps",
                             machine_warp_count(machine));
    machine->cores =
        xcalloc_aligned(_Alignof(struct core), machine_core_count(machine), sizeof *machine->cores);
    machine->clusters =
        xcalloc_aligned(_Alignof(struct cluster), shape->clusters, sizeof *machine->clusters);
    for (unsigned i = 0; i < shape->clusters; i++)
        if (!create_cluster(machine, i))
            return false;
    return true;
}

bool machine_build(struct musim *machine, const struct muon_note_shape *note) {
    struct musim_config shape;
    return settle_shape(machine, note, &shape) && build(machine, &shape);
}
