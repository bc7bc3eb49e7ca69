/* Boots what nbc makes on a bare core, with a task queue and engines that only take notes:
 * start-up, argument conversion, the dispatcher's protocol, and the runtime's functions. */
#include "musim/neutrino/rv64.h"
#include "object/nbin.h"
#include "support/output.h"
#include "support/program.h"
#include "tests/suite.h"

#include <inttypes.h>
#include <string.h>

enum { MAX_RUNS = 8, GLOBAL_BASE = 0x10000000, GLOBAL_BYTES = 0x1000 };

struct run {
    uint64_t task, id;
    uint32_t bytes;
    uint8_t payload[NEUTRINO_PAYLOAD_BYTES];
};

static struct machine {
    uint8_t private[NEUTRINO_PRIVATE_BYTES];
    uint8_t global[GLOBAL_BYTES];
    uint8_t shared[NEUTRINO_SHARED_BYTES];
    struct run runs[MAX_RUNS];
    unsigned first, count;
    uint64_t dma[16], matrix[16]; /* registers, by offset / 8 */
    unsigned busy;                /* how often an engine will still say so */
    uint32_t status;
    struct rv64 *core;
    FILE *notes; /* console output, and a line for each other access that has an effect */
    char *text;
    size_t size, read;
} machine;

static struct nbin nbin;
static struct diag_engine diag;

/* ---- the bus ---- */

static uint8_t *region(uint64_t address, uint64_t base, uint8_t *bytes, uint64_t size,
                       uint64_t *available) {
    if (address < base || address - base >= size)
        return NULL;
    *available = size - (address - base);
    return bytes + (address - base);
}

static uint8_t *direct(void *context, uint64_t address, uint64_t *available) {
    uint8_t *found =
        region(address, NEUTRINO_PRIVATE_BASE, machine.private, sizeof machine.private, available);
    if (!found)
        found = region(address, NEUTRINO_SHARED_WINDOW, machine.shared, sizeof machine.shared,
                       available);
    return found ? found
                 : region(address, GLOBAL_BASE, machine.global, sizeof machine.global, available);
}

static bool load_queue(uint64_t offset, uint64_t *value, unsigned size) {
    const struct run *head = &machine.runs[machine.first];
    bool any = machine.count > 0;
    if (offset >= NEUTRINO_QUEUE_PAYLOAD_WINDOW) {
        *value = 0;
        memcpy(value, head->payload + (offset - NEUTRINO_QUEUE_PAYLOAD_WINDOW), size);
        return any && offset - NEUTRINO_QUEUE_PAYLOAD_WINDOW + size <= sizeof head->payload;
    }
    switch (offset) {
    case NEUTRINO_QUEUE_TASK: *value = head->task; return any;
    case NEUTRINO_QUEUE_RUN: *value = head->id; return any;
    case NEUTRINO_QUEUE_PAYLOAD:
        *value = NEUTRINO_QUEUE_BASE + NEUTRINO_QUEUE_PAYLOAD_WINDOW;
        return any;
    case NEUTRINO_QUEUE_BYTES: *value = head->bytes; return any;
    case NEUTRINO_QUEUE_PENDING: *value = machine.count; return true;
    case NEUTRINO_QUEUE_CLUSTER: *value = 5; return true;
    default: return false;
    }
}

static bool load(void *context, uint64_t address, unsigned size, uint64_t *value) {
    if (address >= NEUTRINO_QUEUE_BASE && address < NEUTRINO_QUEUE_BASE + 0x2000)
        return load_queue(address - NEUTRINO_QUEUE_BASE, value, size);
    *value = machine.busy;
    machine.busy -= machine.busy > 0;
    return address == NEUTRINO_DMA_BASE + NEUTRINO_DMA_BUSY ||
           address == NEUTRINO_MATRIX_BASE + NEUTRINO_MATRIX_BUSY;
}

static void pop(uint64_t id) {
    if (!machine.count || machine.runs[machine.first].id != id)
        return;
    machine.first++;
    machine.count--;
    rv64_set_external_interrupt(machine.core, machine.count > 0);
}

static bool store_queue(uint64_t offset, uint64_t value) {
    const char *what = offset == NEUTRINO_QUEUE_DONE       ? "done"
                       : offset == NEUTRINO_QUEUE_COMPLETE ? "complete"
                       : offset == NEUTRINO_QUEUE_DEFER    ? "defer"
                                                           : NULL;
    if (!what)
        return false;
    fprintf(machine.notes, "[%s %" PRIx64 "]", what, value);
    if (offset != NEUTRINO_QUEUE_COMPLETE)
        pop(value);
    return true;
}

static bool store_engine(const char *name, uint64_t *registers, uint64_t offset, unsigned start,
                         uint64_t value) {
    if (offset > start)
        return false;
    registers[offset / 8] = value;
    if (offset != start)
        return true;
    fprintf(machine.notes, "[%s", name);
    for (unsigned i = 0; i < start / 8; i++)
        fprintf(machine.notes, " %" PRIx64, registers[i]);
    fputs("]", machine.notes);
    machine.busy = 3;
    return true;
}

static bool store(void *context, uint64_t address, unsigned size, uint64_t value) {
    if (address == NEUTRINO_CONSOLE) {
        fputc((int)value, machine.notes);
    } else if (address == NEUTRINO_CONTROL_BASE + NEUTRINO_CONTROL_STATUS) {
        machine.status = (uint32_t)value;
    } else if (address >= NEUTRINO_MATRIX_BASE) {
        return store_engine("matrix", machine.matrix, address - NEUTRINO_MATRIX_BASE,
                            NEUTRINO_MATRIX_START, value);
    } else if (address >= NEUTRINO_DMA_BASE) {
        return store_engine("dma", machine.dma, address - NEUTRINO_DMA_BASE, NEUTRINO_DMA_START,
                            value);
    } else {
        return address >= NEUTRINO_QUEUE_BASE && store_queue(address - NEUTRINO_QUEUE_BASE, value);
    }
    return true;
}

/* ---- runs ---- */

static void build(void) {
    char *directory;
    diag_init(&diag, "boot_test");
    ck_assert_ptr_nonnull(directory = program_temporary_directory(&diag));
    char *output = xasprintf("%s/boot.nbin", directory);
    struct string_list command = {0};
    string_list_addf(&command, "%s/bin/nbc", getenv("NEUTRINO_PREFIX"));
    string_list_add(&command, "-Wno-format");
    string_list_add(&command, BOOT_TASKS);
    string_list_add(&command, "-o");
    string_list_add(&command, output);
    struct program_run run = {.arguments = &command};
    ck_assert_int_eq(program_execute(&run, &diag), 0);
    ck_assert(nbin_read(output, &nbin, &diag));
    program_remove_directory(directory);
    string_list_free(&command);
    free(output);
    free(directory);
}

static void boot(void) {
    build();
    memset(&machine, 0, sizeof machine);
    machine.notes = open_memstream(&machine.text, &machine.size);
    struct rv64_bus bus = {.direct = direct, .load = load, .store = store};
    machine.core = rv64_create(&bus);
    uint32_t offset = nbin.image_header.load_address - NEUTRINO_PRIVATE_BASE;
    memset(machine.private, 0xee, sizeof machine.private); /* heap and stack need no zeros */
    memset(machine.private + offset, 0, nbin.image_header.memory_bytes);
    memcpy(machine.private + offset, nbin.image, nbin.image_header.image_bytes);
    rv64_reset(machine.core, nbin.image_header.entry);
    ck_assert_int_eq(rv64_run(machine.core, 10000), RV64_WFI);
    ck_assert_uint_eq(machine.status, NEUTRINO_STATUS_READY);
}

static void shut_down(void) {
    fclose(machine.notes);
    free(machine.text);
    rv64_free(machine.core);
    nbin_free(&nbin);
    diag_free(&diag);
}

static void queue(unsigned task, const void *payload, uint32_t bytes) {
    struct run *run = &machine.runs[machine.first + machine.count++];
    *run = (struct run){.task = task, .id = task << 24 | machine.count, .bytes = bytes};
    memcpy(run->payload, payload, bytes);
}

/* Lets the core work until it sleeps; returns what it did since the last call. */
static const char *work(void) {
    rv64_set_external_interrupt(machine.core, machine.count > 0);
    ck_assert_int_eq(rv64_run(machine.core, 50 * 1000 * 1000), RV64_WFI);
    fflush(machine.notes);
    const char *text = machine.text + machine.read;
    machine.read = machine.size;
    return text;
}

static const char *work_on(unsigned task, const void *payload, uint32_t bytes) {
    machine.first = machine.count = 0;
    queue(task, payload, bytes);
    return work();
}

/* ---- tests ---- */

START_TEST(integers_and_floats_arrive_as_sent) {
    struct {
        bool a;
        int8_t b;
        uint8_t c;
        int16_t d;
        int32_t e;
        uint32_t f;
        int32_t g;
        uint32_t h;
        int64_t i;
        uint32_t j;
        float k;
        double l;
        int32_t m;
    } args = {true,       -1, 255,        -30000, INT32_MIN, 0x80000000, -5,
              0xfffffffe, -1, 0x80000001, 0.5f,   -0.25,     0x7fffffff};
    ck_assert_str_eq(work_on(1, &args, sizeof args),
                     "1 -1 255 -30000 -2147483648 2147483648 -5 4294967294 -1 2147483649 0.500000 "
                     "-0.250000 7fffffff 1\n[done 1000001]");
}
END_TEST

START_TEST(pointers_are_moved_into_this_core_s_space) {
    uint32_t args[] = {0xf0000000, 0x1fffc, 0x10000010};
    machine.shared[0x1fffc] = 41;
    ck_assert_str_eq(work_on(2, args, sizeof args),
                     "0xf0000000 0x10001fffc 0x10000010 41\n[done 2000001]");
    ck_assert_int_eq(machine.shared[0x1fffc], 42);
}
END_TEST

START_TEST(structs_arrive_by_value) {
    struct pair {
        float x;
        double y;
    };
    struct {
        struct pair a;
        struct {
            int16_t s;
            struct pair p;
            char text[5];
        } b;
        int32_t last;
    } args = {{1.5f, -2.5}, {-7, {3.5f, 4.5}, "four"}, 99};
    ck_assert_str_eq(work_on(3, &args, sizeof args),
                     "1.500000 -2.500000 -7 3.500000 4.500000 four 99\n[done 3000001]");
}
END_TEST

START_TEST(what_was_not_sent_is_zero) {
    ck_assert_str_eq(work_on(3, "", 0), "0.000000 0.000000 0 0.000000 0.000000  0\n[done 3000001]");
}
END_TEST

START_TEST(runs_signal_once) {
    uint32_t args[][2] = {{0}, {1}, {2}, {3, 0x04000009}, {4, 0x04000008}};
    machine.first = machine.count = 0;
    for (unsigned i = 0; i < 5; i++)
        queue(4, args[i], sizeof args[i]);
    ck_assert_str_eq(work(), "run 0x4000001 on cluster 5\n[done 4000001]"
                             "run 0x4000002 on cluster 5\n[done 4000002]"
                             "run 0x4000003 on cluster 5\n[defer 4000003]"
                             "deferred 0x4000003 0x4000003\n"
                             "run 0x4000004 on cluster 5\n[complete 4000009][done 4000004]"
                             "run 0x4000005 on cluster 5\n[done 4000008][done 4000005]");
}
END_TEST

START_TEST(the_heap_is_new_for_each_task) {
    uint32_t most = 3u << 20, too_much = 4u << 20;
    for (int i = 0; i < 2; i++)
        ck_assert_str_eq(work_on(5, &most, 4), "0 1 1 1 1\n[done 5000001]");
    ck_assert_str_eq(work_on(5, &too_much, 4), "exhausted\n[done 5000001]");
}
END_TEST

START_TEST(printf_prints_what_the_host_s_prints) {
    char *expected;
    size_t size;
    FILE *out = open_memstream(&expected, &size);
#define X(...) fprintf(out, __VA_ARGS__);
#include "printf_cases.h"
#undef X
    /* Where the standard leaves open what to print. */
    fputs("puts\nc5 99|(null)|%q|5|[done 6000001]", out);
    fclose(out);
    ck_assert_str_eq(work_on(6, "", 0), expected);
    free(expected);
}
END_TEST

START_TEST(memory_functions_are_those_of_c) {
    ck_assert_str_eq(work_on(7, "", 0), "0 1 1 0 0 4 1 0\n[done 7000001]");
}
END_TEST

START_TEST(engines_get_their_descriptors) {
    static const char *const expected[] = {
        "[dma 10000000 100000100 10 3 0 ffffffffffffffc0 0 0 0 0][done 8000001]",
        "[defer 8000001][dma 10000000 100000100 10 3 0 ffffffffffffffc0 0 0 0 8000001]",
        "[matrix 100000100 100000104 100000108 2 3 4 4 3 9 1 0][done 8000001]",
        "[defer 8000001][matrix 100000100 100000104 100000108 2 3 4 4 3 9 3 8000001]",
        "[dma 10000000 100000100 64 1 1 0 0 0 0 0][done 8000001]",
    };
    for (uint32_t how = 1; how <= 5; how++) {
        uint32_t args[] = {how, 0x100, GLOBAL_BASE};
        ck_assert_str_eq(work_on(8, args, sizeof args), expected[how - 1]);
        /* A blocking call has waited, a deferred one has not. */
        ck_assert_uint_eq(machine.busy, how % 2 ? 0 : 3);
    }
}
END_TEST

static void check_fault(uint32_t how, uint64_t cause, uint64_t value) {
    ck_assert_str_eq(work_on(9, &how, 4), "");
    ck_assert_uint_eq(machine.status, NEUTRINO_STATUS_FAULTED);
    ck_assert_uint_eq(rv64_csr(machine.core, RV64_CSR_MCAUSE), cause);
    ck_assert_uint_eq(rv64_csr(machine.core, RV64_CSR_MTVAL), value);
    ck_assert_uint_eq(machine.count, 1); /* not signalled */
}

START_TEST(a_fault_is_reported_and_stops_the_core) {
    check_fault(1, 7, 0x10); /* store access fault */
}
END_TEST

START_TEST(abort_is_a_breakpoint) {
    ck_assert_str_eq(work_on(9, (uint32_t[]){2}, 4), "");
    ck_assert_uint_eq(machine.status, NEUTRINO_STATUS_FAULTED);
    ck_assert_uint_eq(rv64_csr(machine.core, RV64_CSR_MCAUSE), 3);
}
END_TEST

START_TEST(a_fault_needs_no_stack) {
    check_fault(3, 2, 0); /* illegal instruction */
}
END_TEST

START_TEST(a_task_that_is_not_there_is_a_fault) {
    ck_assert_str_eq(work_on(77, "", 0),
                     "neutrino: run 0x4d000001 is of task 77, which the binary does not have\n");
    ck_assert_uint_eq(machine.status, NEUTRINO_STATUS_FAULTED);
}
END_TEST

START_TEST(rounding_does_not_leak_into_the_next_task) {
    machine.first = machine.count = 0;
    queue(10, "", 0);
    queue(10, "", 0);
    ck_assert_str_eq(work(), "0\n[done a000001]0\n[done a000002]");
}
END_TEST

SUITE("boot", boot, shut_down, integers_and_floats_arrive_as_sent,
      pointers_are_moved_into_this_core_s_space, structs_arrive_by_value, what_was_not_sent_is_zero,
      runs_signal_once, the_heap_is_new_for_each_task, printf_prints_what_the_host_s_prints,
      memory_functions_are_those_of_c, engines_get_their_descriptors,
      a_fault_is_reported_and_stops_the_core, abort_is_a_breakpoint, a_fault_needs_no_stack,
      a_task_that_is_not_there_is_a_fault, rounding_does_not_leak_into_the_next_task)
