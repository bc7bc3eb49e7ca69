#include "musim/device/scoreboard.h"

#include "support/alloc.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { TASKS = 256, DEPENDENCIES = 3, PAYLOAD_WORDS = NEUTRINO_PAYLOAD_BYTES / 4 };
#define COUNTER_MASK ((UINT32_C(1) << NEUTRINO_RUN_COUNTER_BITS) - 1)

/* Who has taken part so far, and how many that is in the unit of the participation. */
struct tally {
    uint16_t warps[NEUTRINO_MAX_CORES]; /* a mask for each core */
    uint32_t count;
};

/* An unsatisfied dependency, in the bucket of the run that it waits for. */
struct wait {
    run_id run;
    struct entry *entry;
    struct wait *next;
};

struct entry {
    run_id run;
    struct sb_invoke invoke;
    uint32_t pc; /* of the first arrival */
    uint64_t age;
    struct tally arrived;
    bool closed, issued, finished; /* finished: a MANUAL run's completion has been reached */
    bool passing;                  /* retires in the call that creates it, and takes no entry */
    unsigned unsatisfied;          /* of its dependencies */
    struct wait waits[DEPENDENCIES];

    struct tally completed;
    uint8_t complete_part, complete_n; /* of the first complete; n is 0 before it */
    uint32_t complete_pc;

    struct entry *older, *younger; /* live entries; younger also links the free ones */
    struct entry *next_open;       /* of the task, oldest first */
    struct entry *next_ready;      /* oldest first */
    struct entry *next_in_bucket;  /* by run id */

    unsigned payload_words;
    uint32_t payload[PAYLOAD_WORDS];
};

struct scoreboard {
    struct sb_callbacks on;
    struct entry *pool, *free;
    struct entry *oldest, *youngest;
    struct entry *ready;
    unsigned live;
    bool retired; /* a run has, since room() was last called */
    uint64_t next_age;

    unsigned entries, bucket_shift;
    struct entry **by_run;
    struct wait **waiting_for;

    struct task {
        uint32_t counter;
        struct entry *open;
        /* It has had runs that retire otherwise than by a signal, so that the signal of their
         * function's return may find them gone. */
        bool retires_early;
    } tasks[TASKS];
};

/* ---- tallies ---- */

static void tally_add(struct tally *tally, unsigned part, const struct sb_warp *warp) {
    uint16_t *core = &tally->warps[warp->core];
    uint16_t bit = (uint16_t)(1u << warp->warp);
    switch (part) {
    case MUON_PART_THREADS: tally->count += warp->lanes; break;
    case MUON_PART_WARPS: tally->count += !(*core & bit); break;
    case MUON_PART_CORES: tally->count += !*core; break;
    }
    *core |= bit;
}

static bool tally_has(const struct tally *tally, const struct sb_warp *warp) {
    return tally->warps[warp->core] >> warp->warp & 1;
}

/* ---- creation ---- */

static size_t bucket_count(const struct scoreboard *sb) {
    return (size_t)1 << (32 - sb->bucket_shift);
}

/* One more than the hardware's, for a run that passes through: there is one at a time. */
static void list_free_entries(struct scoreboard *sb) {
    for (unsigned i = sb->entries + 1; i-- > 0;) {
        sb->pool[i].younger = sb->free;
        sb->free = &sb->pool[i];
    }
}

struct scoreboard *scoreboard_create(unsigned entries, const struct sb_callbacks *callbacks) {
    assert(entries > 0);
    struct scoreboard *sb = xcalloc(1, sizeof *sb);
    sb->on = *callbacks;
    sb->entries = entries;
    sb->pool = xcalloc(entries + 1, sizeof *sb->pool);
    unsigned bits = 1;
    while ((1u << bits) < 2 * entries)
        bits++;
    sb->bucket_shift = 32 - bits;
    sb->by_run = xcalloc(bucket_count(sb), sizeof *sb->by_run);
    sb->waiting_for = xcalloc(bucket_count(sb), sizeof *sb->waiting_for);
    list_free_entries(sb);
    return sb;
}

void scoreboard_reset(struct scoreboard *sb) {
    memset(sb->by_run, 0, bucket_count(sb) * sizeof *sb->by_run);
    memset(sb->waiting_for, 0, bucket_count(sb) * sizeof *sb->waiting_for);
    memset(sb->tasks, 0, sizeof sb->tasks);
    sb->oldest = sb->youngest = sb->ready = sb->free = NULL;
    sb->live = 0;
    sb->retired = false;
    sb->next_age = 0;
    list_free_entries(sb);
}

void scoreboard_free(struct scoreboard *sb) {
    if (!sb)
        return;
    free(sb->waiting_for);
    free(sb->by_run);
    free(sb->pool);
    free(sb);
}

/* ---- finding runs ---- */

static unsigned bucket(const struct scoreboard *sb, run_id run) {
    return run * UINT32_C(0x9e3779b1) >> sb->bucket_shift;
}

static struct entry *find(const struct scoreboard *sb, run_id run) {
    struct entry *entry = sb->by_run[bucket(sb, run)];
    while (entry && entry->run != run)
        entry = entry->next_in_bucket;
    return entry;
}

/* Of two ids of one task: whether b is later than a. */
static bool later(run_id b, run_id a) {
    uint32_t distance = (b - a) & COUNTER_MASK;
    return distance != 0 && distance < (COUNTER_MASK + 1) / 2;
}

bool scoreboard_dependency_satisfied(const struct scoreboard *sb, run_id run) {
    return run == 0 || (!later(run, sb->tasks[run_task(run)].counter) && !find(sb, run));
}

/* ---- reports ---- */

static void tell(struct scoreboard *sb, run_id run, enum sb_event event) {
    if (sb->on.event)
        sb->on.event(sb->on.context, run, event);
}

/* warp NULL: the Neutrino's side. */
static void misuse(struct scoreboard *sb, enum sb_misuse_kind kind, run_id run,
                   const struct sb_warp *warp, uint32_t other_pc) {
    struct sb_misuse report = {
        .kind = kind, .run = run, .from_neutrino = !warp, .other_pc = other_pc};
    if (warp)
        report.warp = *warp;
    sb->on.misuse(sb->on.context, &report);
}

/* ---- a run's life: create, arrive, issue, retire ---- */

static void wait_for(struct scoreboard *sb, struct entry *entry, struct wait *wait, run_id run) {
    struct wait **head = &sb->waiting_for[bucket(sb, run)];
    *wait = (struct wait){.run = run, .entry = entry, .next = *head};
    *head = wait;
    entry->unsatisfied++;
}

static void append_live(struct scoreboard *sb, struct entry *entry) {
    struct entry **head = &sb->by_run[bucket(sb, entry->run)];
    entry->next_in_bucket = *head;
    *head = entry;

    entry->age = sb->next_age++;
    entry->older = sb->youngest;
    entry->younger = NULL;
    *(sb->youngest ? &sb->youngest->younger : &sb->oldest) = entry;
    sb->youngest = entry;
    sb->live += !entry->passing;
}

static void remove_live(struct scoreboard *sb, struct entry *entry) {
    struct entry **link = &sb->by_run[bucket(sb, entry->run)];
    while (*link != entry)
        link = &(*link)->next_in_bucket;
    *link = entry->next_in_bucket;

    *(entry->older ? &entry->older->younger : &sb->oldest) = entry->younger;
    *(entry->younger ? &entry->younger->older : &sb->youngest) = entry->older;
    sb->live -= !entry->passing;
}

static bool has_handler(unsigned task) {
    return task >= 1 && task <= NEUTRINO_MAX_TASK;
}

/* Whether a run that this arrival creates retires with it: then it needs no entry, so that who only
 * asks whether something is over never waits for room. */
static bool passes_through(const struct scoreboard *sb, const struct sb_invoke *invoke,
                           const struct sb_warp *warp) {
    if (has_handler(invoke->task) || invoke->retire != MUON_RETIRE_IMMEDIATE)
        return false;
    struct tally alone = {0};
    tally_add(&alone, invoke->part, warp);
    if (alone.count < invoke->n)
        return false;
    for (unsigned i = 0; i < DEPENDENCIES; i++)
        if (!scoreboard_dependency_satisfied(sb, invoke->deps[i]))
            return false;
    return true;
}

/* NULL if there is no room: no free entry, or the counter has come round to a run that still
 * lives. */
static struct entry *create(struct scoreboard *sb, const struct sb_invoke *invoke,
                            const struct sb_warp *warp) {
    struct task *task = &sb->tasks[invoke->task];
    uint32_t counter = (task->counter + 1) & COUNTER_MASK;
    if (counter == 0 && invoke->task == 0)
        counter = 1; /* run id 0 is no run */
    run_id run = (run_id)invoke->task << NEUTRINO_RUN_COUNTER_BITS | counter;
    bool passing = passes_through(sb, invoke, warp);
    if ((sb->live == sb->entries && !passing) || find(sb, run))
        return NULL;

    struct entry *entry = sb->free;
    sb->free = entry->younger;
    task->counter = counter;
    task->retires_early |= invoke->retire != MUON_RETIRE_SIGNAL;
    memset(entry, 0, offsetof(struct entry, payload));
    entry->run = run;
    entry->invoke = *invoke;
    entry->pc = warp->pc;
    entry->passing = passing;
    append_live(sb, entry);
    for (unsigned i = 0; i < DEPENDENCIES; i++)
        if (!scoreboard_dependency_satisfied(sb, invoke->deps[i]))
            wait_for(sb, entry, &entry->waits[i], invoke->deps[i]);
    tell(sb, run, SB_CREATED);
    return entry;
}

static void make_ready(struct scoreboard *sb, struct entry *entry) {
    struct entry **link = &sb->ready;
    while (*link && (*link)->age < entry->age)
        link = &(*link)->next_ready;
    entry->next_ready = *link;
    *link = entry;
}

static void wake_arrived(struct scoreboard *sb, const struct entry *entry) {
    for (unsigned core = 0; core < NEUTRINO_MAX_CORES; core++)
        for (unsigned warps = entry->arrived.warps[core]; warps; warps &= warps - 1)
            sb->on.wake(sb->on.context, core, (unsigned)__builtin_ctz(warps));
}

/* The dependencies on a run that has retired are satisfied, and stay so. */
static void satisfy(struct scoreboard *sb, run_id run) {
    struct wait **link = &sb->waiting_for[bucket(sb, run)];
    while (*link) {
        struct wait *wait = *link;
        if (wait->run != run) {
            link = &wait->next;
            continue;
        }
        *link = wait->next;
        if (--wait->entry->unsatisfied == 0 && wait->entry->closed)
            make_ready(sb, wait->entry);
    }
}

static void retire(struct scoreboard *sb, struct entry *entry) {
    tell(sb, entry->run, SB_RETIRED);
    remove_live(sb, entry);
    if (entry->invoke.sync && entry->invoke.retire != MUON_RETIRE_MANUAL)
        wake_arrived(sb, entry);
    satisfy(sb, entry->run);
    entry->younger = sb->free;
    sb->free = entry;
    sb->retired = true;
}

static void issue(struct scoreboard *sb, struct entry *entry) {
    entry->issued = true;
    tell(sb, entry->run, SB_ISSUED);
    if (has_handler(entry->invoke.task)) {
        struct sb_task_run task_run = {entry->run, entry->payload, entry->payload_words};
        sb->on.dispatch(sb->on.context, &task_run);
    }
    if (entry->invoke.retire == MUON_RETIRE_MANUAL && entry->invoke.sync)
        wake_arrived(sb, entry);
    if (entry->invoke.retire == MUON_RETIRE_IMMEDIATE || entry->finished)
        retire(sb, entry);
}

/* Issues what is ready and what that makes ready, the oldest first. */
static void settle(struct scoreboard *sb) {
    while (sb->ready) {
        struct entry *entry = sb->ready;
        sb->ready = entry->next_ready;
        issue(sb, entry);
    }
    if (sb->retired) {
        sb->retired = false;
        sb->on.room(sb->on.context);
    }
}

/* ---- invoke ---- */

static bool same_static_fields(const struct sb_invoke *a, const struct sb_invoke *b) {
    return a->retire == b->retire && a->part == b->part && a->n == b->n && a->sync == b->sync;
}

static bool depends_on(const struct sb_invoke *invoke, run_id run) {
    return run == 0 || invoke->deps[0] == run || invoke->deps[1] == run || invoke->deps[2] == run;
}

/* As sets: order, repetition and "none" make no difference. */
static bool same_dependencies(const struct sb_invoke *a, const struct sb_invoke *b) {
    for (unsigned i = 0; i < DEPENDENCIES; i++)
        if (!depends_on(a, b->deps[i]) || !depends_on(b, a->deps[i]))
            return false;
    return true;
}

/* The link that holds the oldest run that the warp can join, or the list's end. */
static struct entry **find_open(struct scoreboard *sb, const struct sb_invoke *invoke,
                                const struct sb_warp *warp) {
    struct entry **link = &sb->tasks[invoke->task].open;
    while (*link &&
           (!same_static_fields(&(*link)->invoke, invoke) || tally_has(&(*link)->arrived, warp)))
        link = &(*link)->next_open;
    return link;
}

/* The last buffer that was written is the run's: arriving with none takes nothing away. */
static void capture(struct entry *entry, const uint32_t *payload, unsigned words) {
    assert(words <= PAYLOAD_WORDS);
    if (words == 0)
        return;
    entry->payload_words = words;
    memcpy(entry->payload, payload, words * sizeof *payload);
}

enum sb_arrival scoreboard_invoke(struct scoreboard *sb, const struct sb_invoke *invoke,
                                  const struct sb_warp *warp, const uint32_t *payload,
                                  unsigned payload_words, run_id *run) {
    assert(warp->core < NEUTRINO_MAX_CORES && warp->warp < NEUTRINO_MAX_WARPS);
    struct entry **link = find_open(sb, invoke, warp);
    struct entry *entry = *link;
    if (!entry) {
        entry = create(sb, invoke, warp);
        if (!entry)
            return SB_FULL;
        *link = entry;
    } else if (!same_dependencies(&entry->invoke, invoke)) {
        misuse(sb, SB_DEPENDENCIES_DIFFER, entry->run, warp, entry->pc);
    }
    *run = entry->run;
    tally_add(&entry->arrived, invoke->part, warp);
    if (has_handler(invoke->task))
        capture(entry, payload, payload_words);
    tell(sb, entry->run, SB_JOINED);
    if (entry->arrived.count >= invoke->n) {
        *link = entry->next_open;
        entry->closed = true;
        if (entry->unsatisfied == 0)
            make_ready(sb, entry);
    }
    settle(sb);
    return invoke->sync ? SB_STALL : SB_ARRIVED;
}

/* ---- completes and signals ---- */

/* The live MANUAL run of this id, or NULL after a report. */
static struct entry *completable(struct scoreboard *sb, run_id run, const struct sb_warp *warp) {
    struct entry *entry = find(sb, run);
    if (!entry) {
        misuse(sb, SB_COMPLETE_NOT_LIVE, run, warp, 0);
        return NULL;
    }
    if (entry->invoke.retire != MUON_RETIRE_MANUAL) {
        misuse(sb, SB_COMPLETE_NOT_MANUAL, run, warp, entry->pc);
        return NULL;
    }
    return entry;
}

static void finish(struct scoreboard *sb, struct entry *entry) {
    entry->finished = true;
    if (entry->issued)
        retire(sb, entry);
    settle(sb);
}

void scoreboard_complete(struct scoreboard *sb, run_id run, enum muon_part part, unsigned n,
                         const struct sb_warp *warp) {
    struct entry *entry = completable(sb, run, warp);
    if (!entry)
        return;
    if (entry->complete_n == 0) {
        entry->complete_part = (uint8_t)part;
        entry->complete_n = (uint8_t)n;
        entry->complete_pc = warp->pc;
    } else if (entry->complete_part != part || entry->complete_n != n) {
        misuse(sb, SB_COMPLETE_DIFFERS, run, warp, entry->complete_pc);
        return;
    }
    tally_add(&entry->completed, part, warp);
    tell(sb, run, SB_COMPLETED);
    if (entry->completed.count >= n)
        finish(sb, entry);
}

void scoreboard_complete_all(struct scoreboard *sb, run_id run) {
    struct entry *entry = completable(sb, run, NULL);
    if (!entry)
        return;
    tell(sb, run, SB_COMPLETED);
    finish(sb, entry);
}

/* The return of a function whose run has retired already, by its retire mode, is no misuse. */
static bool signal_may_be_late(const struct scoreboard *sb, run_id run) {
    const struct task *task = &sb->tasks[run_task(run)];
    return has_handler(run_task(run)) && task->retires_early && !later(run, task->counter);
}

void scoreboard_signal(struct scoreboard *sb, run_id run) {
    struct entry *entry = find(sb, run);
    if (entry ? !entry->issued : !signal_may_be_late(sb, run)) {
        misuse(sb, SB_SIGNAL_NOT_LIVE, run, NULL, entry ? entry->pc : 0);
        return;
    }
    if (!entry || entry->invoke.retire == MUON_RETIRE_MANUAL)
        return;
    tell(sb, run, SB_SIGNALLED);
    retire(sb, entry);
    settle(sb);
}

/* ---- views ---- */

unsigned scoreboard_live(const struct scoreboard *sb) {
    return sb->live;
}

static void view_entry(const struct entry *entry, struct sb_entry_view *view) {
    *view = (struct sb_entry_view){
        .run = entry->run,
        .invoke = entry->invoke,
        .pc = entry->pc,
        .arrived = entry->arrived.count,
        .completed = entry->completed.count,
        .complete_n = entry->complete_n,
        .complete_part = entry->complete_part,
        .issued = entry->issued,
        .payload = entry->payload,
        .payload_words = entry->payload_words,
    };
    memcpy(view->arrived_warps, entry->arrived.warps, sizeof view->arrived_warps);
    memcpy(view->completed_warps, entry->completed.warps, sizeof view->completed_warps);
}

bool scoreboard_view(const struct scoreboard *sb, unsigned index, struct sb_entry_view *view) {
    const struct entry *entry = sb->oldest;
    while (entry && index-- > 0)
        entry = entry->younger;
    if (entry)
        view_entry(entry, view);
    return entry != NULL;
}

bool scoreboard_find(const struct scoreboard *sb, run_id run, struct sb_entry_view *view) {
    const struct entry *entry = find(sb, run);
    if (entry)
        view_entry(entry, view);
    return entry != NULL;
}

uint32_t scoreboard_counter(const struct scoreboard *sb, uint8_t task) {
    return sb->tasks[task].counter;
}
