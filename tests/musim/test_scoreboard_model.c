/* The scoreboard against a model of docs/tasks.md that is written for clarity alone: it forgets
 * nothing and derives every question from the history of what each run has seen. Random programs
 * run on both; every callback must come out the same, in the same order. */
#include "tests/musim/scoreboard_log.h"
#include "tests/suite.h"

enum { MOST_RUNS = 512, TASK_COUNT = 5 };

/* ---- the model ---- */

struct model_run {
    run_id id;
    struct sb_invoke invoke;
    struct sb_warp arrivals[256];
    unsigned arrival_count;
    struct sb_warp completes[256];
    unsigned complete_count;
    unsigned complete_part, complete_n;
    bool completed_by_neutrino;
    unsigned payload_words;
    uint32_t payload[8];
    bool dependency_met[3];
    bool issued, retired;
};

struct model {
    struct model_run runs[MOST_RUNS]; /* all that ever were, in order of creation */
    unsigned count, entries;
    uint32_t created[256]; /* counters as plain numbers: how many runs each task has had */
    bool room;
    struct sb_log log;
};

static run_id number_to_id(unsigned task, uint32_t number) {
    return RUN(task, number & 0xffffff);
}

static struct model_run *model_live(struct model *m, run_id id) {
    for (unsigned i = 0; i < m->count; i++)
        if (m->runs[i].id == id && !m->runs[i].retired)
            return &m->runs[i];
    return NULL;
}

static unsigned model_live_count(struct model *m) {
    unsigned live = 0;
    for (unsigned i = 0; i < m->count; i++)
        live += !m->runs[i].retired;
    return live;
}

static bool is_to_come(struct model *m, run_id id) {
    for (uint32_t ahead = 1; ahead <= 64; ahead++) /* the programs look no further ahead */
        if (number_to_id(run_task(id), m->created[run_task(id)] + ahead) == id)
            return true;
    return false;
}

/* How many participants a history amounts to. */
static unsigned count_participants(const struct sb_warp *warps, unsigned count, unsigned part) {
    unsigned total = 0;
    for (unsigned i = 0; i < count; i++) {
        bool seen = false;
        for (unsigned j = 0; j < i; j++)
            seen |= warps[j].core == warps[i].core &&
                    (part == MUON_PART_CORES || warps[j].warp == warps[i].warp);
        total += part == MUON_PART_THREADS ? warps[i].lanes : !seen;
    }
    return total;
}

static bool is_open(const struct model_run *run) {
    return count_participants(run->arrivals, run->arrival_count, run->invoke.part) < run->invoke.n;
}

static bool has_arrived(const struct model_run *run, const struct sb_warp *warp) {
    for (unsigned i = 0; i < run->arrival_count; i++)
        if (run->arrivals[i].core == warp->core && run->arrivals[i].warp == warp->warp)
            return true;
    return false;
}

static bool is_complete(const struct model_run *run) {
    return run->invoke.retire == MUON_RETIRE_MANUAL &&
           (run->completed_by_neutrino ||
            (run->complete_n && count_participants(run->completes, run->complete_count,
                                                   run->complete_part) >= run->complete_n));
}

static void wake_all(struct model *m, const struct model_run *run) {
    for (unsigned core = 0; core < 8; core++)
        for (unsigned warp = 0; warp < 16; warp++)
            if (run->invoke.sync && has_arrived(run, &(struct sb_warp){.core = core, .warp = warp}))
                log_wake(&m->log, core, warp);
}

static void model_retire(struct model *m, struct model_run *run) {
    run->retired = true;
    m->room = true;
    log_event(&m->log, run->id, SB_RETIRED);
    if (run->invoke.retire != MUON_RETIRE_MANUAL)
        wake_all(m, run);
}

static void model_issue(struct model *m, struct model_run *run) {
    run->issued = true;
    log_event(&m->log, run->id, SB_ISSUED);
    if (run->invoke.task >= 1 && run->invoke.task <= 127)
        log_dispatch(&m->log, &(struct sb_task_run){run->id, run->payload, run->payload_words});
    if (run->invoke.retire == MUON_RETIRE_MANUAL)
        wake_all(m, run);
    if (run->invoke.retire == MUON_RETIRE_IMMEDIATE || is_complete(run))
        model_retire(m, run);
}

static void note_dependencies(struct model *m) {
    for (unsigned i = 0; i < m->count; i++)
        for (unsigned d = 0; d < 3; d++) {
            run_id id = m->runs[i].invoke.deps[d];
            m->runs[i].dependency_met[d] |= id == 0 || (!model_live(m, id) && !is_to_come(m, id));
        }
}

static struct model_run *oldest_ready(struct model *m) {
    note_dependencies(m);
    for (unsigned i = 0; i < m->count; i++) {
        struct model_run *run = &m->runs[i];
        const bool *met = run->dependency_met;
        if (!run->issued && !is_open(run) && met[0] && met[1] && met[2])
            return run;
    }
    return NULL;
}

static void model_settle(struct model *m) {
    for (struct model_run *run; (run = oldest_ready(m));)
        model_issue(m, run);
    if (m->room)
        log_room(&m->log);
    m->room = false;
}

static void model_misuse(struct model *m, enum sb_misuse_kind kind, run_id run) {
    log_misuse(&m->log, &(struct sb_misuse){.kind = kind, .run = run});
}

static bool includes(const run_id deps[3], run_id id) {
    return id == 0 || deps[0] == id || deps[1] == id || deps[2] == id;
}

/* Would the run be over with its first arrival? */
static bool passes_through(struct model *m, const struct sb_invoke *in,
                           const struct sb_warp *warp) {
    for (unsigned d = 0; d < 3; d++)
        if (in->deps[d] && (model_live(m, in->deps[d]) || is_to_come(m, in->deps[d])))
            return false;
    return (in->task == 0 || in->task >= 128) && in->retire == MUON_RETIRE_IMMEDIATE &&
           count_participants(warp, 1, in->part) >= in->n;
}

static enum sb_arrival model_invoke(struct model *m, const struct sb_invoke *in,
                                    const struct sb_warp *warp, const uint32_t *payload,
                                    unsigned words, run_id *id) {
    struct model_run *run = NULL;
    for (unsigned i = 0; i < m->count && !run; i++) {
        const struct sb_invoke *its = &m->runs[i].invoke;
        if (its->task == in->task && its->retire == in->retire && its->part == in->part &&
            its->n == in->n && its->sync == in->sync && is_open(&m->runs[i]) &&
            !has_arrived(&m->runs[i], warp))
            run = &m->runs[i];
    }
    if (!run) {
        if (model_live_count(m) == m->entries && !passes_through(m, in, warp))
            return SB_FULL;
        uint32_t number = ++m->created[in->task];
        if (in->task == 0 && (number & 0xffffff) == 0)
            number = ++m->created[in->task];
        run = &m->runs[m->count++];
        *run = (struct model_run){.id = number_to_id(in->task, number), .invoke = *in};
        log_event(&m->log, run->id, SB_CREATED);
    } else {
        bool same = true;
        for (unsigned d = 0; d < 3; d++)
            same &=
                includes(in->deps, run->invoke.deps[d]) && includes(run->invoke.deps, in->deps[d]);
        if (!same)
            model_misuse(m, SB_DEPENDENCIES_DIFFER, run->id);
    }
    *id = run->id;
    run->arrivals[run->arrival_count++] = *warp;
    if (words) {
        run->payload_words = words;
        memcpy(run->payload, payload, words * sizeof *payload);
    }
    model_settle(m);
    return in->sync ? SB_STALL : SB_ARRIVED;
}

static struct model_run *model_completable(struct model *m, run_id id) {
    struct model_run *run = model_live(m, id);
    if (!run)
        model_misuse(m, SB_COMPLETE_NOT_LIVE, id);
    else if (run->invoke.retire != MUON_RETIRE_MANUAL)
        model_misuse(m, SB_COMPLETE_NOT_MANUAL, id);
    else
        return run;
    return NULL;
}

static void model_complete(struct model *m, run_id id, unsigned part, unsigned n,
                           const struct sb_warp *warp) {
    struct model_run *run = model_completable(m, id);
    if (!run)
        return;
    if (run->complete_n && (run->complete_part != part || run->complete_n != n)) {
        model_misuse(m, SB_COMPLETE_DIFFERS, id);
        return;
    }
    run->complete_part = part;
    run->complete_n = n;
    run->completes[run->complete_count++] = *warp;
    if (run->issued && is_complete(run))
        model_retire(m, run);
    model_settle(m);
}

static void model_complete_all(struct model *m, run_id id) {
    struct model_run *run = model_completable(m, id);
    if (!run)
        return;
    run->completed_by_neutrino = true;
    if (run->issued)
        model_retire(m, run);
    model_settle(m);
}

static void model_signal(struct model *m, run_id id) {
    struct model_run *run = model_live(m, id);
    bool early = false; /* has the task had a run that retires without a signal? */
    for (unsigned i = 0; i < m->count; i++)
        early |= m->runs[i].invoke.task == run_task(id) && run_task(id) >= 1 &&
                 run_task(id) <= 127 && m->runs[i].invoke.retire != MUON_RETIRE_SIGNAL;
    if ((run && !run->issued) || (!run && (!early || is_to_come(m, id)))) {
        model_misuse(m, SB_SIGNAL_NOT_LIVE, id);
        return;
    }
    if (run && run->invoke.retire == MUON_RETIRE_SIGNAL) {
        model_retire(m, run);
        model_settle(m);
    }
}

/* ---- random programs ---- */

static uint64_t state;

static unsigned draw(unsigned below) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)((state >> 20) % below);
}

static const uint8_t tasks[TASK_COUNT] = {0, 1, 127, 128, 255};

static struct model model;
static struct sb_log log_;
static struct scoreboard *sb;
static struct {
    uint64_t full, issued_in_chain, calls;
} seen;

/* A run id that means something: recent, to come, or never. */
static run_id draw_run(void) {
    unsigned task = tasks[draw(TASK_COUNT)];
    switch (draw(8)) {
    case 0: return 0;
    case 1: return number_to_id(task, model.created[task] + 1 + draw(3));
    default:
        if (model.count)
            return model.runs[model.count - 1 - draw(model.count < 12 ? model.count : 12)].id;
        return number_to_id(task, model.created[task] - draw(3));
    }
}

static struct sb_warp draw_warp(void) {
    return (struct sb_warp){
        .core = draw(3), .warp = draw(3) * 7, .lanes = 1 + draw(4), .pc = draw(1000)};
}

static void random_invoke(unsigned disagree) {
    struct sb_invoke in = {.task = tasks[draw(TASK_COUNT)],
                           .retire = draw(3),
                           .part = draw(3),
                           .n = 1 + draw(draw(3) ? 3 : 6),
                           .sync = draw(2)};
    if (in.part == MUON_PART_CORES && in.n > 3)
        in.n = 3;
    for (unsigned d = draw(4); d-- > 0;)
        in.deps[d] = draw_run();
    struct sb_warp warp = draw_warp();
    /* Mostly agree with the run that this would join. */
    for (unsigned i = 0; i < model.count && draw(disagree); i++) {
        struct model_run *run = &model.runs[i];
        if (!run->issued && is_open(run) && !has_arrived(run, &warp) && draw(2))
            in = run->invoke;
    }
    uint32_t payload[8];
    unsigned words = draw(8);
    for (unsigned i = 0; i < words; i++)
        payload[i] = draw(100);
    run_id expected = 0, actual = 0;
    enum sb_arrival wanted = model_invoke(&model, &in, &warp, payload, words, &expected);
    ck_assert_int_eq(scoreboard_invoke(sb, &in, &warp, payload, words, &actual), wanted);
    ck_assert_uint_eq(actual, expected);
    seen.full += wanted == SB_FULL;
}

static void random_complete(void) {
    struct sb_warp warp = draw_warp();
    run_id run = draw_run();
    struct model_run *live = model_live(&model, run);
    unsigned part = draw(3), n = 1 + draw(3);
    if (live && live->complete_n && draw(8)) {
        part = live->complete_part;
        n = live->complete_n;
    }
    model_complete(&model, run, part, n, &warp);
    scoreboard_complete(sb, run, part, n, &warp);
}

static void random_step(unsigned disagree) {
    unsigned what = draw(16);
    run_id run = draw_run();
    if (what < 9) {
        random_invoke(disagree);
    } else if (what < 12) {
        random_complete();
    } else if (what < 13) {
        model_complete_all(&model, run);
        scoreboard_complete_all(sb, run);
    } else {
        model_signal(&model, run);
        scoreboard_signal(sb, run);
    }
}

/* Of a run id: model and scoreboard must agree on what is satisfied and what is live. */
static void compare_state(void) {
    unsigned index = 0;
    for (unsigned i = 0; i < model.count; i++) {
        const struct model_run *run = &model.runs[i];
        ck_assert_int_eq(scoreboard_dependency_satisfied(sb, run->id),
                         !model_live(&model, run->id) && !is_to_come(&model, run->id));
        if (run->retired)
            continue;
        struct sb_entry_view view;
        ck_assert(scoreboard_view(sb, index++, &view));
        ck_assert_uint_eq(view.run, run->id);
        ck_assert_uint_eq(view.arrived,
                          count_participants(run->arrivals, run->arrival_count, run->invoke.part));
        ck_assert_int_eq(view.issued, run->issued);
    }
    ck_assert_uint_eq(scoreboard_live(sb), index);
}

static void note_coverage(void) {
    const char *text = log_.text;
    unsigned issued = 0;
    for (; (text = strchr(text, '!')); text++)
        issued++;
    seen.issued_in_chain += issued > 2;
    seen.calls++;
}

static void run_program(uint64_t seed, unsigned steps) {
    state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    unsigned disagree = 2 + draw(30);
    for (unsigned i = 0; i < steps && model.count < MOST_RUNS; i++) {
        log_clear(&log_);
        log_clear(&model.log);
        random_step(disagree);
        ck_assert_msg(strcmp(log_.text, model.log.text) == 0,
                      "seed %llu, step %u:\n  scoreboard: %s\n  model:      %s",
                      (unsigned long long)seed, i, log_.text, model.log.text);
        note_coverage();
    }
    compare_state();
}

static void start(unsigned entries) {
    struct sb_callbacks callbacks = log_callbacks(&log_);
    scoreboard_free(sb);
    sb = scoreboard_create(entries, &callbacks);
    memset(&model, 0, sizeof model);
    model.entries = entries;
}

START_TEST(random_programs_behave_as_the_model_says) {
    for (uint64_t seed = 1; seed <= 4000; seed++) {
        start(1 + seed % 13);
        run_program(seed, 60 + seed % 100);
    }
    /* The programs must have reached what they are for. */
    ck_assert_uint_gt(seen.calls, 100000);
    ck_assert_uint_gt(seen.full, 1000);
    ck_assert_uint_gt(seen.issued_in_chain, 200);
    for (unsigned kind = 0; kind <= SB_SIGNAL_NOT_LIVE; kind++)
        ck_assert_msg(log_.misuses[kind] > 500, "misuse %u: %u times", kind, log_.misuses[kind]);
    scoreboard_free(sb);
    sb = NULL;
}
END_TEST

static void spin(uint8_t task, uint32_t counter) {
    struct sb_invoke shape = {
        .task = task, .retire = MUON_RETIRE_SIGNAL, .part = MUON_PART_WARPS, .n = 1};
    struct sb_warp warp = {.lanes = 1};
    run_id run;
    log_.quiet = true;
    while (scoreboard_counter(sb, task) != counter) {
        scoreboard_invoke(sb, &shape, &warp, NULL, 0, &run);
        scoreboard_signal(sb, run);
    }
    log_.quiet = false;
    model.created[task] = counter;
}

START_TEST(counters_wrap_as_the_model_says) {
    start(100);
    spin(0, 0xffffff - 15);
    spin(1, 0xffffff - 15);
    run_program(99, 1500);
    ck_assert_uint_gt(model.created[0], 0x1000004);
    ck_assert_uint_gt(model.created[1], 0x1000004);
    scoreboard_free(sb);
    sb = NULL;
}
END_TEST

SUITE_WITH_LONG("scoreboard model", NULL, NULL, 1, counters_wrap_as_the_model_says,
                random_programs_behave_as_the_model_says)
