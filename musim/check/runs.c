#include "musim/check/runs.h"

#include "neutrino/platform.h"
#include "support/alloc.h"

#include <stdlib.h>

enum { TASKS = 256, DEPENDENCIES = 3, BUCKETS = 64 };
#define COUNTER_MASK ((UINT32_C(1) << NEUTRINO_RUN_COUNTER_BITS) - 1)

struct live {
    uint32_t run;
    uint32_t waits_for[DEPENDENCIES]; /* dependencies that have not retired; 0: none */
    struct clock issue, end;
    struct live *next; /* of its bucket, or free */
};

/* The runs of a task that are over. */
struct past {
    uint64_t created; /* since the launch */
    uint32_t last;    /* run created */
    struct retired {
        uint32_t run; /* 0: none */
        struct clock clock;
    } *recent;          /* RUNS_REMEMBERED of them, by counter; NULL before the first */
    struct clock older; /* of all others */
};

struct runs {
    struct live *buckets[BUCKETS], *free;
    unsigned live;
    struct past tasks[TASKS];
    struct clock retired; /* of the run that was last */
};

struct runs *runs_create(void) {
    return xcalloc(1, sizeof(struct runs));
}

static void free_list(struct live *live) {
    for (struct live *next; live; live = next) {
        next = live->next;
        clock_free(&live->issue);
        clock_free(&live->end);
        free(live);
    }
}

static void free_past(struct past *past) {
    for (unsigned i = 0; past->recent && i < RUNS_REMEMBERED; i++)
        clock_free(&past->recent[i].clock);
    free(past->recent);
    clock_free(&past->older);
}

void runs_free(struct runs *runs) {
    if (!runs)
        return;
    for (unsigned i = 0; i < BUCKETS; i++)
        free_list(runs->buckets[i]);
    free_list(runs->free);
    for (unsigned i = 0; i < TASKS; i++)
        free_past(&runs->tasks[i]);
    clock_free(&runs->retired);
    free(runs);
}

/* ---- ids ---- */

static struct past *past_of(struct runs *runs, uint32_t run) {
    return &runs->tasks[run >> NEUTRINO_RUN_COUNTER_BITS];
}

/* How many runs of its task ago this id was; half of all ids and more: it is to come. */
static uint32_t age(const struct past *past, uint32_t run) {
    return (past->last - run) & COUNTER_MASK;
}

static struct live **find(struct runs *runs, uint32_t run) {
    struct live **link = &runs->buckets[run * UINT32_C(0x9e3779b1) >> 26];
    _Static_assert(BUCKETS == 1 << 6, "the hash has six bits");
    while (*link && (*link)->run != run)
        link = &(*link)->next;
    return link;
}

/* ---- what is over ---- */

static void remember(struct runs *runs, uint32_t run, const struct clock *clock) {
    struct past *past = past_of(runs, run);
    if (!past->recent)
        past->recent = xcalloc(RUNS_REMEMBERED, sizeof *past->recent);
    if (age(past, run) >= RUNS_REMEMBERED) { /* it lived long */
        clock_join(&past->older, clock);
        return;
    }
    struct retired *retired = &past->recent[run % RUNS_REMEMBERED];
    if (retired->run)
        clock_join(&past->older, &retired->clock);
    retired->run = run;
    clock_copy(&retired->clock, clock);
}

/* Joins what a dependency on a run orders that is over. One before the first orders nothing. */
static void join_past(struct runs *runs, struct clock *clock, uint32_t run) {
    const struct past *past = past_of(runs, run);
    if (age(past, run) >= past->created || !past->recent)
        return;
    const struct retired *retired = &past->recent[run % RUNS_REMEMBERED];
    clock_join(clock, retired->run == run ? &retired->clock : &past->older);
}

static bool is_to_come(struct runs *runs, uint32_t run) {
    const struct past *past = past_of(runs, run);
    return age(past, run) > COUNTER_MASK / 2 || *find(runs, run);
}

/* ---- a run's life ---- */

static struct live *new_live(struct runs *runs) {
    struct live *live = runs->free;
    if (live)
        runs->free = live->next;
    else
        live = xcalloc(1, sizeof *live);
    clock_clear(&live->issue);
    clock_clear(&live->end);
    return live;
}

void runs_created(struct runs *runs, uint32_t run, const uint32_t dependencies[3]) {
    struct past *past = past_of(runs, run);
    struct live **link = find(runs, run), *live = new_live(runs);
    past->created++;
    past->last = run;
    live->run = run;
    live->next = *link;
    *link = live;
    runs->live++;
    for (unsigned i = 0; i < DEPENDENCIES; i++) {
        bool waits = dependencies[i] && is_to_come(runs, dependencies[i]);
        live->waits_for[i] = waits ? dependencies[i] : 0;
        if (dependencies[i] && !waits)
            join_past(runs, &live->issue, dependencies[i]);
    }
}

void runs_arrive(struct runs *runs, uint32_t run, const struct clock *known) {
    struct live *live = *find(runs, run);
    if (live)
        clock_join(&live->issue, known);
}

void runs_finish(struct runs *runs, uint32_t run, const struct clock *known) {
    struct live *live = *find(runs, run);
    if (live)
        clock_join(&live->end, known);
}

const struct clock *runs_issued(struct runs *runs, uint32_t run) {
    struct live *live = *find(runs, run);
    return live ? &live->issue : NULL;
}

/* Those that wait for the run are behind it, whatever becomes of its task's ids. */
static void satisfy(struct runs *runs, uint32_t run, const struct clock *clock) {
    for (unsigned i = 0; i < BUCKETS; i++)
        for (struct live *live = runs->buckets[i]; live; live = live->next)
            for (unsigned d = 0; d < DEPENDENCIES; d++)
                if (live->waits_for[d] == run) {
                    live->waits_for[d] = 0;
                    clock_join(&live->issue, clock);
                }
}

const struct clock *runs_retired(struct runs *runs, uint32_t run) {
    struct live **link = find(runs, run), *live = *link;
    if (!live)
        return NULL;
    *link = live->next;
    live->next = runs->free;
    runs->free = live;
    runs->live--;
    clock_copy(&runs->retired, &live->issue);
    clock_join(&runs->retired, &live->end);
    if (runs->live)
        satisfy(runs, run, &runs->retired);
    remember(runs, run, &runs->retired);
    return &runs->retired;
}
