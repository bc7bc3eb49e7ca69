/* Making a checker, and its memory for each launch. */
#include "musim/check/check.h"

#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

/* ---- clusters ---- */

static void clear_accelerator(struct accelerator *accelerator) {
    for (unsigned i = 0; i < NEUTRINO_ENGINE_QUEUE + 1; i++)
        clock_free(&accelerator->queue[i].known);
    clock_free(&accelerator->done);
}

static void free_queue(struct check_cluster *cluster) {
    for (struct queued *next; cluster->queue; cluster->queue = next) {
        next = cluster->queue->next;
        clock_free(&cluster->queue->issue);
        free(cluster->queue);
    }
}

static void free_cluster(struct check_cluster *cluster) {
    shadow_free(&cluster->shared);
    shadow_free(&cluster->private);
    blocks_clear(&cluster->blocks);
    runs_free(cluster->runs);
    free_queue(cluster);
    clear_accelerator(&cluster->dma);
    clear_accelerator(&cluster->matrix);
    clock_free(&cluster->control);
    for (unsigned i = 0; i < BARRIERS; i++)
        clock_free(&cluster->barriers[i].clock);
    for (unsigned i = 0; i < NEUTRINO_MAX_CORES; i++)
        clock_free(&cluster->ended[i]);
}

static void free_launch(struct musim_check *check) {
    for (unsigned i = 0; i < check->cluster_count; i++)
        free_cluster(&check->clusters[i]);
    for (unsigned i = 0; i < check->party_count; i++)
        clock_free(&check->parties[i].known);
    free(check->clusters);
    free(check->parties);
    check->clusters = NULL;
    check->parties = NULL;
    check->cluster_count = check->party_count = 0;
    shadow_clear(&check->global);
    records_free(&check->records);
    flags_forget(&check->flags);
    fences_forget(&check->fences);
    findings_clear(&check->findings);
}

/* ---- a launch ---- */

static struct party *make_party(struct musim_check *check, enum party_kind kind, unsigned cluster,
                                unsigned number_in_cluster) {
    unsigned number = cluster * check->parties_of_cluster + number_in_cluster;
    struct party *party = &check->parties[number];
    *party = (struct party){
        .number = number,
        .kind = kind,
        .cluster = cluster,
        .core = number_in_cluster / check->shape.warps,
        .warp = number_in_cluster % check->shape.warps,
        .now = 1,
    };
    clock_set(&party->known, number, party->now);
    return party;
}

static void fill_shared(struct musim_check *check, struct blocks *blocks) {
    for (size_t i = 0; i < check->objects.filled_count; i++) {
        const struct filled *filled = &check->objects.filled[i];
        uint32_t room = NEUTRINO_SHARED_BYTES - filled->address;
        blocks_write(blocks, filled->address, filled->size < room ? filled->size : room);
    }
}

static void make_cluster(struct musim_check *check, unsigned number) {
    struct check_cluster *cluster = &check->clusters[number];
    unsigned warps = check->warps_of_cluster;
    *cluster =
        (struct check_cluster){.number = number, .machine = &check->machine->clusters[number]};
    check->cluster_count++;
    for (unsigned i = 0; i < warps; i++)
        make_party(check, PARTY_WARP, number, i);
    cluster->warps = &check->parties[number * check->parties_of_cluster];
    cluster->neutrino = make_party(check, PARTY_NEUTRINO, number, warps);
    cluster->dma.party = make_party(check, PARTY_DMA, number, warps + 1);
    cluster->matrix.party = make_party(check, PARTY_MATRIX, number, warps + 2);
    cluster->signaller = cluster->neutrino;
    cluster->runs = runs_create();
    cluster->queue_end = &cluster->queue;
    fill_shared(check, &cluster->blocks);
    shadow_create(&cluster->shared, NEUTRINO_SHARED_BYTES);
    shadow_create(&cluster->private, NEUTRINO_PRIVATE_BYTES);
}

static void read_objects(struct musim_check *check) {
    const struct program *program = check->machine->program;
    objects_free(&check->objects);
    objects_read(&check->objects, program->bytes, program->size);
}

static void on_launch(void *context) {
    struct musim_check *check = context;
    free_launch(check);
    read_objects(check);
    check->shape = musim_shape(check->machine);
    check->warps_of_cluster = check->shape.cores * check->shape.warps;
    check->parties_of_cluster = check->warps_of_cluster + OTHER_PARTIES;
    check->party_count = check->shape.clusters * check->parties_of_cluster;
    check->parties = xcalloc(check->party_count, sizeof *check->parties);
    check->clusters = xcalloc(check->shape.clusters, sizeof *check->clusters);
    records_init(&check->records);
    for (unsigned i = 0; i < check->shape.clusters; i++)
        make_cluster(check, i);
}

/* What has been found comes before the report that the run ends with, if there is one. */
static enum musim_status on_end(void *context, enum musim_status status) {
    struct musim_check *check = context;
    report_print(&check->findings.report, &check->machine->diag);
    return check->findings.count && status == MUSIM_DONE ? MUSIM_FAULT : status;
}

/* ---- the checker ---- */

struct musim_check *musim_check_create(struct musim *machine, unsigned checks) {
    struct musim_check *check = xcalloc(1, sizeof *check);
    check->machine = machine;
    check->kinds = checks;
    shadow_create(&check->global, UINT64_C(1) << 32);
    check->observer = (struct musim_observer){
        .access = check_on_access,
        .run = check_on_run,
        .barrier = check_on_barrier,
        .command = check_on_command,
        .warp = check_on_warp,
        .transfer = check_on_transfer,
        .device_register = check_on_register,
        .order = check_on_order,
        .launch = on_launch,
        .end = on_end,
        .context = check,
    };
    if (machine->program)
        on_launch(check);
    musim_observe(machine, &check->observer);
    return check;
}

void musim_check_free(struct musim_check *check) {
    if (!check)
        return;
    musim_stop_observing(check->machine, &check->observer);
    free_launch(check);
    objects_free(&check->objects);
    shadow_free(&check->global);
    free(check);
}
