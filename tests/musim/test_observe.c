/* Observers: what they are told, and that nothing else changes for it. */
#include "tests/musim/program.h"
#include "tests/suite.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { T = 8, U = 9, V = 10, N = 11, A = 12, R = 13, CSR_TID = 0xcc0 };

static struct program p;

/* What was told, one word for each event. */
struct log {
    char text[1 << 16];
    size_t length;
    struct musim *machine;
    unsigned pause_after; /* instructions; 0: never */
    uint64_t instructions, lanes, loads, stores;
};
static struct log events;

static void __attribute__((format(printf, 1, 2))) note(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    events.length += (size_t)vsnprintf(events.text + events.length,
                                       sizeof events.text - events.length, format, arguments);
    va_end(arguments);
    ck_assert_uint_lt(events.length, sizeof events.text);
}

static void on_instruction(void *context, const struct musim_instruction_event *event) {
    struct log *log = context;
    log->instructions++;
    log->lanes += (unsigned)__builtin_popcount(event->tmask);
    if (log->instructions == log->pause_after)
        musim_pause(log->machine);
}

static void on_access(void *context, const struct musim_access_event *event) {
    struct log *log = context;
    if (event->store)
        log->stores++;
    else
        log->loads++;
    note("%s%s%u@", event->store ? "st" : "ld", event->shared ? ".shared" : "", event->size);
    for (unsigned lane = 0; lane < 32; lane++)
        if (event->tmask >> lane & 1)
            note("%x,", event->addresses[lane]);
    note(" ");
}

static void on_run(void *context, const struct musim_run_event *event) {
    static const char *const kinds[] = {"created",   "arrived",   "issued",
                                        "completed", "signalled", "retired"};
    ck_assert(event->live);
    note("%s:%u.%u(%u/%u,w%x,c%u) ", kinds[event->kind], event->run >> 24, event->run & 0xffffff,
         event->arrived, event->n, event->arrived_warps[0], event->completed);
}

static void on_barrier(void *context, const struct musim_barrier_event *event) {
    note("barrier%u:%u/%u%s ", event->barrier, event->arrived, event->count,
         event->passed ? "!" : "");
}

static void on_warp(void *context, const struct musim_warp_event *event) {
    static const char *const states[] = {"ends", "ready", "waits", "no-room", "at-barrier"};
    note("w%u-%s ", event->warp.warp, states[event->state.state]);
}

static const struct musim_observer all = {
    .instruction = on_instruction,
    .access = on_access,
    .run = on_run,
    .barrier = on_barrier,
    .warp = on_warp,
    .context = &events,
};

static void begin(void) {
    memset(&p, 0, sizeof p);
    memset(&events, 0, sizeof events);
}

static void observe(const struct musim_observer *observer, const struct musim_config *config,
                    struct run *run) {
    run_load(run, &p, config);
    events.machine = run->machine;
    musim_observe(run->machine, observer);
    run_go(run);
    ck_assert_msg(run->status == MUSIM_DONE, "%s", run->report);
}

static void expect(const char *text) {
    ck_assert_str_eq(events.text, text);
}

START_TEST(accesses_have_an_address_for_each_lane) {
    struct run run;
    begin();
    program_lane_address(&p, A, PROGRAM_DATA, CSR_TID, 2);
    EMIT(&p, CSRRS, .rd = T, .imm = CSR_TID);
    EMIT(&p, LW_GLOBAL, .rd = V, .rs1 = A);
    EMIT(&p, SB_SHARED, .rs1 = T, .rs2 = V, .imm = 16);
    program_li(&p, U, 6);
    EMIT(&p, VX_TMC, .rs1 = U);
    EMIT(&p, SH_GLOBAL, .rs1 = A, .rs2 = V, .imm = 2);
    program_li(&p, T, NEUTRINO_PRIVATE_BASE); /* what goes lane by lane is told, too */
    EMIT(&p, LW_GLOBAL, .rd = V, .rs1 = T);
    program_exit(&p);
    observe(&(struct musim_observer){.access = on_access, .context = &events},
            &(struct musim_config){.cores = 1, .warps = 1, .lanes = 3}, &run);
    expect("ld4@20000000,20000004,20000008, st.shared1@10,11,12, st2@20000006,2000000a, "
           "ld4@e0000000,e0000000, ");
    run_free(&run);
}
END_TEST

/* What memory holds at lane 1's address, and what is to be stored there. */
static void on_store(void *context, const struct musim_access_event *event) {
    struct log *log = context;
    uint32_t held = 0;
    if (!event->store) {
        ck_assert_ptr_null(event->values);
        return;
    }
    if (event->shared)
        ck_assert(musim_read_shared(log->machine, 0, event->addresses[1], &held, event->size));
    else
        ck_assert(musim_read(log->machine, event->addresses[1], &held, event->size));
    note("%x:%u->%u ", event->addresses[1], held, event->values[1]);
}

START_TEST(stores_are_told_with_their_values_before_memory_changes) {
    struct run run;
    begin();
    program_lane_address(&p, A, PROGRAM_DATA, CSR_TID, 2);
    EMIT(&p, CSRRS, .rd = T, .imm = CSR_TID);
    EMIT(&p, ADDI, .rd = V, .rs1 = T, .imm = 6);
    EMIT(&p, SW_GLOBAL, .rs1 = A, .rs2 = V);
    EMIT(&p, SW_GLOBAL, .rs1 = A, .rs2 = T);
    EMIT(&p, LW_GLOBAL, .rd = U, .rs1 = A);
    EMIT(&p, SB_SHARED, .rs1 = T, .rs2 = V);
    program_lane_address(&p, A, NEUTRINO_PRIVATE_BASE, CSR_TID, 2);
    EMIT(&p, SW_GLOBAL, .rs1 = A, .rs2 = V);
    EMIT(&p, SW_GLOBAL, .rs1 = A, .rs2 = T);
    program_exit(&p);
    observe(&(struct musim_observer){.access = on_store, .context = &events},
            &(struct musim_config){.cores = 1, .warps = 1, .lanes = 3}, &run);
    expect("20000004:0->7 20000004:7->1 1:0->7 e0000004:0->7 e0000004:7->1 ");
    run_free(&run);
}
END_TEST

static void on_order(void *context, const struct musim_order_event *event) {
    const char *kind = event->kind == MUSIM_WARP_STARTED ? "starts" : "sees";
    note("w%u-%s", event->warp.warp, kind);
    if (event->spawner)
        note("-by-w%u", event->spawner->warp);
    note(" ");
}

static void on_launch(void *context) {
    note("launch ");
}

static enum musim_status on_end(void *context, enum musim_status status) {
    note("end:%d ", status);
    return MUSIM_FAULT;
}

START_TEST(launches_tell_their_start_and_what_starts_warps) {
    struct run run;
    begin();
    program_spawn(&p, 2);
    EMIT(&p, CSRRS, .rd = T, .imm = MUON_CSR_AMASK);
    program_exit(&p);
    const struct musim_observer observer = {
        .order = on_order, .launch = on_launch, .end = on_end, .context = &events};
    run_load(&run, &p, &(struct musim_config){.cores = 1, .warps = 2, .lanes = 4});
    musim_observe(run.machine, &observer);
    ck_assert(musim_reset(run.machine));
    ck_assert_int_eq(musim_run(run.machine), MUSIM_FAULT); /* as its end says */
    run_go(&run);
    ck_assert_int_eq(run.status, MUSIM_FAULT);
    expect("launch w0-starts w1-starts-by-w0 w0-sees w1-sees end:0 ");
    run_free(&run);
}
END_TEST

/* Two warps: a MANUAL run of both, completed by both; a barrier of both. */
static void meet(void) {
    program_spawn(&p, 2);
    EMIT(&p, NU_INVOKEI, .rd = R, .imm = PROGRAM_SYNC_POINT, .retire = MUON_RETIRE_MANUAL,
         .part = MUON_PART_WARPS, .elems = 2);
    EMIT(&p, NU_COMPLETE, .rs1 = R, .part = MUON_PART_WARPS, .elems = 2);
    program_li(&p, N, 2);
    program_li(&p, T, 5);
    program_barrier(&p, T, N);
    program_exit(&p);
}

START_TEST(runs_barriers_and_warps_tell_what_happens) {
    struct run run;
    begin();
    meet();
    observe(
        &(struct musim_observer){
            .run = on_run, .barrier = on_barrier, .warp = on_warp, .context = &events},
        &(struct musim_config){.cores = 1, .warps = 2, .lanes = 4}, &run);
    expect("w1-ready created:135.1(0/2,w0,c0) arrived:135.1(1/2,w1,c0) completed:135.1(1/2,w1,c1) "
           "barrier5:1/2 w0-at-barrier arrived:135.1(2/2,w3,c1) issued:135.1(2/2,w3,c1) "
           "completed:135.1(2/2,w3,c2) retired:135.1(2/2,w3,c2) barrier5:2/2! w0-ready w0-ends "
           "w1-ends ");
    run_free(&run);
}
END_TEST

START_TEST(sync_runs_tell_stall_and_wake) {
    struct run run;
    begin();
    program_spawn(&p, 2);
    EMIT(&p, NU_INVOKEI, .rd = R, .imm = 0, .retire = MUON_RETIRE_IMMEDIATE, .sync = true,
         .part = MUON_PART_WARPS, .elems = 2);
    program_exit(&p);
    observe(&(struct musim_observer){.warp = on_warp, .context = &events},
            &(struct musim_config){.cores = 1, .warps = 2, .lanes = 4}, &run);
    expect("w1-ready w0-waits w0-ready w0-ends w1-ends ");
    run_free(&run);
}
END_TEST

/* A loop with lanes that part, memory and runs. */
static void busy(void) {
    program_lane_address(&p, A, PROGRAM_DATA, CSR_TID, 2);
    EMIT(&p, CSRRS, .rd = T, .imm = CSR_TID);
    program_li(&p, N, 300);
    unsigned top = EMIT(&p, LW_GLOBAL, .rd = V, .rs1 = A);
    EMIT(&p, VX_SPLIT, .rs1 = T);
    EMIT(&p, ADDI, .rd = V, .rs1 = V, .imm = 3);
    EMIT(&p, VX_JOIN);
    EMIT(&p, FADD_S, .rd = U, .rs1 = V, .rs2 = V);
    EMIT(&p, NU_INVOKEI, .rd = R, .imm = 0, .part = MUON_PART_WARPS, .elems = 1);
    EMIT(&p, SW_GLOBAL, .rs1 = A, .rs2 = V);
    EMIT(&p, ADDI, .rd = N, .rs1 = N, .imm = -1);
    program_aim(&p, EMIT(&p, BNE, .rs1 = N), top);
    program_exit(&p);
}

START_TEST(observing_changes_neither_results_nor_statistics) {
    static const unsigned lanes[] = {1, 7, 16, 32};
    for (unsigned i = 0; i < sizeof lanes / sizeof lanes[0]; i++) {
        const struct musim_config config = {.cores = 2, .warps = 1, .lanes = lanes[i]};
        struct run plain, observed;
        struct musim_stats expected, stats;
        uint8_t before[128], after[128];
        begin();
        busy();
        run_program(&plain, &p, &config);
        observe(&(struct musim_observer){.instruction = on_instruction, .context = &events},
                &config, &observed);
        musim_get_stats(plain.machine, &expected);
        musim_get_stats(observed.machine, &stats);
        ck_assert(!memcmp(&expected, &stats, sizeof stats));
        ck_assert_uint_eq(events.instructions, stats.warp_instructions);
        ck_assert_uint_eq(events.lanes, stats.lane_instructions);
        ck_assert(musim_read(plain.machine, PROGRAM_DATA, before, sizeof before));
        ck_assert(musim_read(observed.machine, PROGRAM_DATA, after, sizeof after));
        ck_assert(!memcmp(before, after, sizeof before));
        run_free(&plain);
        run_free(&observed);
    }
}
END_TEST

START_TEST(instructions_that_wait_for_room_are_told_once) {
    struct run run;
    struct musim_stats stats;
    begin();
    program_li(&p, N, 2);
    unsigned to = EMIT(&p, ADDI, .rd = T);
    EMIT(&p, VX_WSPAWN, .rs1 = N, .rs2 = T);
    EMIT(&p, NU_INVOKEI, .rd = R, .imm = PROGRAM_SYNC_POINT, .retire = MUON_RETIRE_MANUAL,
         .part = MUON_PART_WARPS, .elems = 1);
    EMIT(&p, NU_INVOKEI, .rd = R, .imm = 0, .retire = MUON_RETIRE_MANUAL, .part = MUON_PART_WARPS,
         .elems = 1); /* no room */
    program_exit(&p);
    p.words[to] = muon_encode(
        &(struct muon_insn){.op = MUON_ADDI, .rd = T, .imm = (int32_t)program_pc(p.count)});
    program_li(&p, U, 600);
    unsigned top = EMIT(&p, ADDI, .rd = U, .rs1 = U, .imm = -1);
    program_aim(&p, EMIT(&p, BNE, .rs1 = U), top);
    program_li(&p, R, (uint32_t)PROGRAM_SYNC_POINT << NEUTRINO_RUN_COUNTER_BITS | 1);
    EMIT(&p, NU_COMPLETE, .rs1 = R, .part = MUON_PART_WARPS, .elems = 1);
    program_exit(&p);
    observe(&all, &(struct musim_config){.cores = 1, .warps = 2, .lanes = 4, .scoreboard = 1},
            &run);
    musim_get_stats(run.machine, &stats);
    ck_assert_uint_eq(stats.full_stalls, 1);
    ck_assert_uint_eq(events.instructions, stats.warp_instructions);
    ck_assert_uint_eq(events.instructions, 6 + 1 + 1200 + 3);
    ck_assert_ptr_nonnull(strstr(events.text, "w0-no-room"));
    run_free(&run);
}
END_TEST

START_TEST(pausing_stops_after_the_instruction_and_goes_on_there) {
    struct run run, whole;
    struct musim_stats stats, expected;
    begin();
    busy();
    const struct musim_config config = {.cores = 1, .warps = 1, .lanes = 8};
    run_program(&whole, &p, &config);
    musim_get_stats(whole.machine, &expected);
    run_load(&run, &p, &config);
    events.machine = run.machine;
    musim_observe(run.machine, &all);
    for (unsigned after = 1; after < 100; after += 7) {
        events.pause_after = after;
        ck_assert_int_eq(musim_run(run.machine), MUSIM_PAUSED);
        musim_get_stats(run.machine, &stats);
        ck_assert_uint_eq(stats.warp_instructions, after);
    }
    musim_stop_observing(run.machine, &all);
    run_go(&run);
    ck_assert_int_eq(run.status, MUSIM_DONE);
    musim_get_stats(run.machine, &stats);
    ck_assert(!memcmp(&stats, &expected, sizeof stats));
    ck_assert_uint_eq(events.instructions, 99);
    run_free(&run);
    run_free(&whole);
}
END_TEST

static void pause_at_retirement(void *context, const struct musim_run_event *event) {
    if (event->kind == MUSIM_RUN_RETIRED)
        musim_pause(context);
}

START_TEST(any_event_may_pause) {
    struct run run;
    begin();
    busy();
    run_load(&run, &p, &(struct musim_config){.clusters = 2, .cores = 1, .warps = 1, .lanes = 8});
    const struct musim_observer observer = {.run = pause_at_retirement, .context = run.machine};
    musim_observe(run.machine, &observer);
    unsigned pauses = 0;
    while (musim_run(run.machine) == MUSIM_PAUSED) {
        struct musim_stats stats;
        musim_get_stats(run.machine, &stats);
        ck_assert_uint_eq(stats.runs_retired, ++pauses);
    }
    ck_assert_uint_eq(pauses, 2 * 300);
    run_go(&run);
    ck_assert_int_eq(run.status, MUSIM_DONE);
    run_free(&run);
}
END_TEST

START_TEST(profiles_count_from_when_they_are_made) {
    struct run run;
    struct musim_profile_row *rows;
    begin();
    busy();
    run_load(&run, &p, &(struct musim_config){.cores = 1, .warps = 1, .lanes = 8});
    ck_assert_int_eq(musim_run_until(run.machine, &(struct musim_until){.instructions = 100}),
                     MUSIM_BUDGET);
    struct musim_profile *profile = musim_profile_create(run.machine);
    ck_assert_int_eq(musim_run_until(run.machine, &(struct musim_until){.instructions = 50}),
                     MUSIM_BUDGET);
    ck_assert_uint_eq(musim_profile_rows(profile, &rows), 1);
    ck_assert_uint_eq(rows[0].warp_instructions, 50);
    ck_assert_str_eq(rows[0].function, "main");
    free(rows);
    musim_profile_free(profile);
    run_go(&run);
    run_free(&run);
}
END_TEST

SUITE("observing", NULL, NULL, accesses_have_an_address_for_each_lane,
      stores_are_told_with_their_values_before_memory_changes,
      launches_tell_their_start_and_what_starts_warps, runs_barriers_and_warps_tell_what_happens,
      sync_runs_tell_stall_and_wake, observing_changes_neither_results_nor_statistics,
      instructions_that_wait_for_room_are_told_once,
      pausing_stops_after_the_instruction_and_goes_on_there, any_event_may_pause,
      profiles_count_from_when_they_are_made)
