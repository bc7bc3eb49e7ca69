/* Clusters side by side on threads of the host. Each thread runs batches of rounds of its own
 * clusters; between batches the first one puts in order what came of them: output by round and
 * cluster, as if one thread had run all, and the earliest report. */
#include "musim/machine/machine.h"

#include "support/alloc.h"

#include <errno.h>
#include <fenv.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

/* Rounds of a batch: with a warp that runs some 50 µs at least, against a few for meeting. */
enum { BATCH = 1024 };

struct crew {
    struct musim *machine;
    unsigned shares, threads; /* a share of the clusters for each thread; fewer threads if the host
                                 gives no more, and then the first has several */
    sem_t assembled;
    pthread_barrier_t meeting;
    bool dismissed;
};

struct worker {
    struct crew *crew;
    unsigned share;
    pthread_t thread;
};

/* The first cluster of a share, or of one behind it: where the one before it ends. */
static unsigned share_start(const struct crew *crew, unsigned share) {
    unsigned cluster = 0;
    while (cluster < crew->machine->config.clusters &&
           machine_share(crew->machine, cluster) < share)
        cluster++;
    return cluster;
}

static void run_share(const struct crew *crew, unsigned share) {
    struct cluster *const clusters = crew->machine->clusters;
    const unsigned start = share_start(crew, share), end = share_start(crew, share + 1);
    uint64_t budget = UINT64_MAX;
    for (unsigned round = 0; round < BATCH && !machine_is_interrupted(crew->machine); round++)
        for (unsigned i = start; i < end; i++)
            if (!clusters[i].ended && !clusters[i].report.made)
                cluster_round(&clusters[i], &budget);
}

static void *work(void *argument) {
    const struct worker *worker = argument;
    struct crew *crew = worker->crew;
    fesetenv(FE_DFL_ENV);
    while (sem_wait(&crew->assembled) && errno == EINTR)
        ;
    for (;;) {
        pthread_barrier_wait(&crew->meeting);
        if (crew->dismissed)
            return NULL;
        run_share(crew, worker->share);
        pthread_barrier_wait(&crew->meeting);
    }
}

static void run_first_shares(const struct crew *crew) {
    run_share(crew, 0);
    for (unsigned share = crew->threads; share < crew->shares; share++)
        run_share(crew, share);
}

/* ---- between batches ---- */

static bool all_ended(const struct musim *machine) {
    for (unsigned i = 0; i < machine->config.clusters; i++)
        if (!machine->clusters[i].ended)
            return false;
    return true;
}

/* The cluster with the earliest output that is not written yet, by round and number. */
static struct cluster *next_to_write(struct musim *machine) {
    struct cluster *next = NULL;
    for (unsigned i = 0; i < machine->config.clusters; i++) {
        struct cluster *cluster = &machine->clusters[i];
        if (transcript_pending(&cluster->transcript) &&
            (!next || transcript_round(&cluster->transcript) < transcript_round(&next->transcript)))
            next = cluster;
    }
    return next;
}

/* What came after the first report is forgotten. */
static void write_output(struct musim *machine, const struct cluster *first) {
    for (struct cluster *next; (next = next_to_write(machine));) {
        uint64_t round = transcript_round(&next->transcript);
        if (first &&
            (round > first->round || (round == first->round && next->number > first->number)))
            break;
        transcript_write_next(&next->transcript, &machine->console);
    }
    for (unsigned i = 0; i < machine->config.clusters; i++)
        transcript_clear(&machine->clusters[i].transcript);
}

/* ---- the crew ---- */

static void keep_output(struct musim *machine, bool keep) {
    for (unsigned i = 0; i < machine->config.clusters; i++)
        machine->clusters[i].transcript.keep = keep;
}

static void assemble(struct crew *crew, struct worker *workers) {
    sem_init(&crew->assembled, 0, 0);
    for (crew->threads = 1; crew->threads < crew->shares; crew->threads++) {
        struct worker *worker = &workers[crew->threads];
        *worker = (struct worker){.crew = crew, .share = crew->threads};
        if (pthread_create(&worker->thread, NULL, work, worker))
            break;
    }
    pthread_barrier_init(&crew->meeting, NULL, crew->threads);
    for (unsigned i = 1; i < crew->threads; i++)
        sem_post(&crew->assembled);
}

static void dismiss(struct crew *crew, struct worker *workers) {
    crew->dismissed = true;
    pthread_barrier_wait(&crew->meeting);
    for (unsigned i = 1; i < crew->threads; i++)
        pthread_join(workers[i].thread, NULL);
    pthread_barrier_destroy(&crew->meeting);
    sem_destroy(&crew->assembled);
}

bool machine_run_threads(struct musim *machine) {
    struct crew crew = {.machine = machine, .shares = machine->code_count};
    struct worker *workers = xcalloc(crew.shares, sizeof *workers);
    const struct cluster *first = NULL;
    bool ended = false;
    keep_output(machine, true);
    assemble(&crew, workers);
    do {
        pthread_barrier_wait(&crew.meeting);
        run_first_shares(&crew);
        pthread_barrier_wait(&crew.meeting);
        first = machine_first_report(machine);
        write_output(machine, first);
        ended = !first && all_ended(machine);
    } while (!first && !ended && !machine_attend(machine));
    dismiss(&crew, workers);
    keep_output(machine, false);
    free(workers);
    return ended;
}
