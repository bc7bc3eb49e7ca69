/* The Neutrino in a cluster: release, interrupt, task queue, accelerators, and how its faults are
 * reported. The RV64 code is a few words by hand. */
#include "tests/musim/program.h"
#include "tests/suite.h"

#include <string.h>

enum { T = 8, U = 9, V = 10, R = 11 };
enum { SENTINEL = 0x5eed };

static struct program p;

/* ---- RV64 instructions ---- */

enum { X0, A0 = 10, A1, A2, A3 };
enum { MSTATUS = 0x300, MIE = 0x304, MTVEC = 0x305 };

static uint32_t rv_addi(unsigned rd, unsigned rs1, int imm) {
    return (uint32_t)imm << 20 | rs1 << 15 | rd << 7 | 0x13;
}
static uint32_t rv_slli(unsigned rd, unsigned rs1, unsigned shift) {
    return shift << 20 | rs1 << 15 | 1 << 12 | rd << 7 | 0x13;
}
static uint32_t rv_lui(unsigned rd, unsigned imm20) {
    return imm20 << 12 | rd << 7 | 0x37;
}
static uint32_t rv_auipc(unsigned rd) {
    return rd << 7 | 0x17;
}
static uint32_t rv_ld(unsigned rd, unsigned rs1, unsigned imm) {
    return imm << 20 | rs1 << 15 | 3 << 12 | rd << 7 | 0x03;
}
static uint32_t rv_lwu(unsigned rd, unsigned rs1, unsigned imm) {
    return imm << 20 | rs1 << 15 | 6 << 12 | rd << 7 | 0x03;
}
static uint32_t rv_add(unsigned rd, unsigned rs1, unsigned rs2) {
    return rs2 << 20 | rs1 << 15 | rd << 7 | 0x33;
}
static uint32_t rv_store(unsigned width, unsigned rs2, unsigned rs1, unsigned imm) {
    return (imm >> 5) << 25 | rs2 << 20 | rs1 << 15 | width << 12 | (imm & 31) << 7 | 0x23;
}
static uint32_t rv_csrw(unsigned csr, unsigned rs1) {
    return csr << 20 | rs1 << 15 | 1 << 12 | 0x73;
}
enum { RV_SW = 2, RV_SD = 3, RV_WFI = 0x10500073, RV_MRET = 0x30200073, RV_LOOP = 0xffdff06f };

/* Start-up: trap vector at HANDLER, external interrupts on, status ready, sleep. */
enum { HANDLER = 0x80 };

static unsigned emit_start(uint32_t *code) {
    unsigned n = 0;
    code[n++] = rv_auipc(A0);
    code[n++] = rv_addi(A0, A0, HANDLER);
    code[n++] = rv_csrw(MTVEC, A0);
    code[n++] = rv_addi(A1, X0, 1);
    code[n++] = rv_slli(A1, A1, 11);
    code[n++] = rv_csrw(MIE, A1);
    code[n++] = rv_addi(A1, X0, 8);
    code[n++] = rv_csrw(MSTATUS, A1);
    code[n++] = rv_addi(A1, X0, 1); /* A0 = 0xff090000 without sign extension */
    code[n++] = rv_slli(A1, A1, 32);
    code[n++] = rv_lui(A0, 0xff090);
    code[n++] = rv_add(A0, A0, A1);
    code[n++] = rv_addi(A1, X0, NEUTRINO_STATUS_READY);
    code[n++] = rv_store(RV_SW, A1, A0, NEUTRINO_CONTROL_STATUS);
    code[n++] = RV_WFI;
    code[n++] = RV_LOOP;
    return n;
}

/* A3 = NEUTRINO_QUEUE_BASE */
static unsigned emit_queue_base(uint32_t *code) {
    code[0] = rv_addi(A3, X0, 3);
    code[1] = rv_slli(A3, A3, 32);
    return 2;
}

/* ---- the SIMT side ---- */

static void release(void) {
    memset(&p, 0, sizeof p);
    p.map = "{\"tasks\": [{\"name\": \"copy_task\", \"id\": 1}]}";
    program_li(&p, T, NEUTRINO_CONTROL_BASE);
    program_li(&p, U, NEUTRINO_PRIVATE_BASE);
    EMIT(&p, SW_GLOBAL, .rs1 = T, .rs2 = U, .imm = NEUTRINO_CONTROL_ENTRY);
    program_li(&p, U, 1);
    EMIT(&p, SW_GLOBAL, .rs1 = T, .rs2 = U, .imm = NEUTRINO_CONTROL_START);
    unsigned top = EMIT(&p, LW_GLOBAL, .rd = V, .rs1 = T, .imm = NEUTRINO_CONTROL_STATUS);
    program_aim(&p, EMIT(&p, BEQ, .rs1 = V), top);
}

static void run_with(struct run *run, const uint32_t *code, size_t bytes, uint64_t seed) {
    run_load(run, &p, &(struct musim_config){.cores = 1, .warps = 1, .lanes = 16, .perturb = seed});
    ck_assert(musim_write(run->machine, NEUTRINO_PRIVATE_BASE, code, bytes));
    run_go(run);
}

/* ---- what observers are told ---- */

static char told[1024];

static void on_transfer(void *context, const struct musim_transfer_event *event) {
    if (event->device && !strcmp(event->device, MUSIM_HOST))
        return;
    sprintf(told + strlen(told), "%s %s %llu@%llx; ", event->device ? event->device : "neutrino",
            event->store ? "stores" : "loads", (unsigned long long)event->size,
            (unsigned long long)event->address);
}

static void on_register(void *context, const struct musim_register_event *event) {
    if (!event->warp)
        sprintf(told + strlen(told), "%s%s%llx=%llx; ", event->device, event->store ? "<-" : "->",
                (unsigned long long)event->offset, (unsigned long long)event->value);
}

START_TEST(registers_and_memory_of_neutrino_and_engines_are_told) {
    uint32_t code[HANDLER / 4 + 16] = {0};
    emit_start(code);
    uint32_t *h = code + HANDLER / 4;
    h += emit_queue_base(h);
    *h++ = rv_lui(A1, 0x10); /* the DMA engine */
    *h++ = rv_add(A2, A3, A1);
    *h++ = rv_lui(A0, PROGRAM_DATA >> 12);
    *h++ = rv_lwu(A1, A0, 4);
    *h++ = rv_store(RV_SD, A0, A2, NEUTRINO_DMA_SOURCE);
    *h++ = rv_store(RV_SD, A1, A2, NEUTRINO_DMA_DESTINATION);
    *h++ = rv_store(RV_SW, A1, A0, 8);
    *h++ = rv_addi(A1, X0, 3);
    *h++ = rv_store(RV_SD, A1, A2, NEUTRINO_DMA_EXTENT0);
    *h++ = rv_store(RV_SD, A1, A2, NEUTRINO_DMA_START);
    *h++ = rv_ld(A1, A3, NEUTRINO_QUEUE_RUN);
    *h++ = rv_store(RV_SD, A1, A3, NEUTRINO_QUEUE_DONE);
    *h++ = RV_MRET;
    release();
    EMIT(&p, NU_INVOKEI, .rd = R, .imm = 1, .retire = MUON_RETIRE_SIGNAL, .sync = true,
         .part = MUON_PART_WARPS, .elems = 1);
    program_exit(&p);
    struct run run;
    const struct musim_observer observer = {.transfer = on_transfer,
                                            .device_register = on_register};
    const uint32_t to = PROGRAM_DATA + 0x100;
    told[0] = 0;
    run_load(&run, &p, &(struct musim_config){.cores = 1, .warps = 1, .lanes = 16});
    musim_observe(run.machine, &observer);
    ck_assert(musim_write(run.machine, NEUTRINO_PRIVATE_BASE, code, sizeof code));
    ck_assert(musim_write(run.machine, PROGRAM_DATA + 4, &to, sizeof to));
    run_go(&run);
    ck_assert_msg(run.status == MUSIM_DONE, "%s", run.report);
    ck_assert_str_eq(told, "control<-8=1; neutrino loads 4@20000004; dma<-0=20000000; "
                           "dma<-8=20000100; neutrino stores 4@20000008; dma<-10=3; dma<-50=3; "
                           "task_queue->8=1000001; task_queue<-28=1000001; "
                           "dma loads 3@20000000; dma stores 3@20000100; ");
    run_free(&run);
}
END_TEST

/* Payload word 0 + 1 is stored where payload word 1 says; then the run is signalled. */
START_TEST(a_task_gets_its_payload_and_is_signalled) {
    uint32_t code[HANDLER / 4 + 16] = {0};
    emit_start(code);
    uint32_t *h = code + HANDLER / 4;
    h += emit_queue_base(h);
    *h++ = rv_ld(A0, A3, NEUTRINO_QUEUE_PAYLOAD);
    *h++ = rv_lwu(A1, A0, 0);
    *h++ = rv_lwu(A2, A0, 4);
    *h++ = rv_addi(A1, A1, 1);
    *h++ = rv_store(RV_SW, A1, A2, 0);
    *h++ = rv_ld(A0, A3, NEUTRINO_QUEUE_RUN);
    *h++ = rv_store(RV_SD, A0, A3, NEUTRINO_QUEUE_DONE);
    *h++ = RV_MRET;
    release();
    program_li(&p, T, SENTINEL);
    program_li(&p, U, PROGRAM_DATA);
    EMIT(&p, NU_PAYLOAD, .rs1 = V, .rs2 = T, .rs3 = U, .imm = 0);
    EMIT(&p, NU_INVOKEI, .rd = R, .imm = 1, .retire = MUON_RETIRE_SIGNAL, .sync = true,
         .part = MUON_PART_WARPS, .elems = 1);
    EMIT(&p, LW_GLOBAL, .rd = V, .rs1 = U);
    EMIT(&p, SUB, .rd = V, .rs1 = V, .rs2 = T); /* 1 */
    program_tohost(&p, V);
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct run run;
        run_with(&run, code, sizeof code, seed);
        ck_assert_msg(run.status == MUSIM_DONE, "%s", run.report);
        ck_assert_uint_eq(musim_result(run.machine), 1);
        ck_assert_uint_eq(run_word(&run, PROGRAM_DATA), SENTINEL + 1);
        run_free(&run);
    }
}
END_TEST

START_TEST(a_signal_that_does_not_come_is_a_deadlock) {
    uint32_t code[HANDLER / 4 + 16] = {0};
    emit_start(code);
    uint32_t *h = code + HANDLER / 4;
    h += emit_queue_base(h);
    *h++ = rv_ld(A0, A3, NEUTRINO_QUEUE_RUN);
    *h++ = rv_store(RV_SD, A0, A3, NEUTRINO_QUEUE_DEFER);
    *h++ = RV_MRET;
    release();
    EMIT(&p, NU_INVOKEI, .rd = R, .imm = 1, .retire = MUON_RETIRE_SIGNAL, .sync = true,
         .part = MUON_PART_WARPS, .elems = 1);
    struct run run;
    run_with(&run, code, sizeof code, 0);
    ck_assert_str_eq(run.report,
                     "test.elf: error: deadlock: 1 warp waits and nothing can run\n"
                     "test.elf: note: cluster 0, core 0, warp 0, pc 0x10000038 in main+0x38, waits "
                     "for run 1 of copy_task: its signal has not come\n");
    ck_assert_int_eq(run.status, MUSIM_DEADLOCK);
    run_free(&run);
}
END_TEST

START_TEST(a_trap_without_a_handler_is_reported) {
    static const uint32_t code[] = {0x00003503}; /* ld a0, 0(x0) */
    release();
    struct run run;
    run_with(&run, code, sizeof code, 0);
    ck_assert_str_eq(run.report,
                     "test.elf: error: Neutrino: load access fault (mcause 5) at pc 0xe0000000, "
                     "mtval 0x0\n"
                     "test.elf: note: cluster 0, pc 0xe0000000, in no task\n");
    ck_assert_int_eq(run.status, MUSIM_FAULT);
    run_free(&run);
}
END_TEST

/* A trap vector that points at nothing: instructions of the handler trap, and none retires. */
START_TEST(traps_without_end_reach_the_limit) {
    uint32_t code[HANDLER / 4 + 1] = {0};
    unsigned n = 0;
    code[n++] = rv_auipc(A0);
    code[n++] = rv_addi(A0, A0, HANDLER);
    code[n++] = rv_csrw(MTVEC, A0);
    release();
    p.count -= 2; /* does not wait until the Neutrino is ready: nobody else reaches the limit */
    program_exit(&p);
    for (uint64_t seed = 0; seed < 4; seed++) {
        struct run run;
        run_load(
            &run, &p,
            &(struct musim_config){
                .cores = 1, .warps = 1, .lanes = 16, .perturb = seed, .max_instructions = 3000});
        ck_assert(musim_write(run.machine, NEUTRINO_PRIVATE_BASE, code, sizeof code));
        run_go(&run);
        ck_assert_int_eq(run.status, MUSIM_EXHAUSTED);
        run_free(&run);
    }
}
END_TEST

/* A task that has no end: alone, and while the warp that wants it waits. */
START_TEST(an_interrupt_ends_a_task_in_a_loop) {
    uint32_t code[HANDLER / 4 + 1] = {0};
    enum { RV_STAY = 0x6f };
    emit_start(code);
    code[HANDLER / 4] = RV_STAY;
    for (int waits = 0; waits < 2; waits++) {
        release();
        EMIT(&p, NU_INVOKEI, .rd = R, .imm = 1, .retire = MUON_RETIRE_SIGNAL, .sync = waits,
             .part = MUON_PART_WARPS, .elems = 1);
        program_exit(&p);
        struct run run;
        struct run_interrupter interrupter;
        run_load(&run, &p, &(struct musim_config){.cores = 1, .warps = 1, .lanes = 16});
        ck_assert(musim_write(run.machine, NEUTRINO_PRIVATE_BASE, code, sizeof code));
        run_interrupt_after(&run, &interrupter, 100);
        run_go(&run);
        ck_assert_int_eq(run.status, MUSIM_INTERRUPTED);
        static const char task[] =
            "note: cluster 0, Neutrino, pc 0xe0000080, in run 1 of copy_task, runs\n";
        ck_assert_msg(strstr(run.report, task) != NULL, "not '%s' in\n%s", task, run.report);
        const char *warp = strstr(run.report, "core 0, warp 0, pc");
        ck_assert_int_eq(warp != NULL, waits);
        if (waits)
            ck_assert_ptr_nonnull(
                strstr(warp, "waits for run 1 of copy_task: its signal has not come\n"));
        run_free(&run);
    }
}
END_TEST

/* The handler reports status 2 by itself. */
START_TEST(a_faulted_status_stops_the_run_and_names_the_task) {
    uint32_t code[HANDLER / 4 + 16] = {0};
    unsigned n = emit_start(code);
    memcpy(code + HANDLER / 4, code + 8, (n - 2 - 8) * 4);
    code[HANDLER / 4 + 4] = rv_addi(A1, X0, NEUTRINO_STATUS_FAULTED);
    release();
    EMIT(&p, NU_INVOKEI, .rd = R, .imm = 1, .retire = MUON_RETIRE_SIGNAL, .sync = true,
         .part = MUON_PART_WARPS, .elems = 1);
    struct run run;
    run_with(&run, code, sizeof code, 0);
    ck_assert_int_eq(run.status, MUSIM_FAULT);
    ck_assert_ptr_nonnull(strstr(run.report, "in run 1 of copy_task\n"));
    run_free(&run);
}
END_TEST

/* Signalling what is not live stops with the Neutrino's place. */
START_TEST(a_wrong_signal_is_misuse) {
    uint32_t code[8] = {0};
    unsigned n = emit_queue_base(code);
    code[n++] = rv_addi(A0, X0, 77);
    code[n++] = rv_store(RV_SD, A0, A3, NEUTRINO_QUEUE_DONE);
    code[n++] = RV_WFI;
    release();
    struct run run;
    run_with(&run, code, sizeof code, 0);
    ck_assert_ptr_nonnull(strstr(
        run.report, "Neutrino: signals run 77 of the anonymous task 0, which takes no signal"));
    ck_assert_int_eq(run.status, MUSIM_MISUSE);
    run_free(&run);
}
END_TEST

SUITE("Neutrino in a cluster", NULL, NULL, registers_and_memory_of_neutrino_and_engines_are_told,
      a_task_gets_its_payload_and_is_signalled, a_signal_that_does_not_come_is_a_deadlock,
      a_trap_without_a_handler_is_reported, traps_without_end_reach_the_limit,
      an_interrupt_ends_a_task_in_a_loop, a_faulted_status_stops_the_run_and_names_the_task,
      a_wrong_signal_is_misuse)
