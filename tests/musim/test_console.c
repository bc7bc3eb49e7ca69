/* The console: whole lines of each warp, and what comes out of a line without an end. */
#include "tests/musim/program.h"
#include "tests/suite.h"

#include "musim/device/device.h"

#include <stdlib.h>
#include <string.h>

enum { T = 8, U = 9, V = 10, N = 11, C = 12, WARPS = 4 };
enum { WID = MUON_CSR_WID };

static struct program p;

/* All warps begin here with one active lane, and the console's address in T. */
static void start(void) {
    memset(&p, 0, sizeof p);
    program_spawn(&p, WARPS);
    program_li(&p, U, 1);
    EMIT(&p, VX_TMC, .rs1 = U);
    program_li(&p, T, NEUTRINO_CONSOLE);
    EMIT(&p, CSRRS, .rd = C, .imm = WID);
}

static void print(int byte) {
    program_li(&p, V, (uint32_t)byte);
    EMIT(&p, SB_GLOBAL, .rs1 = T, .rs2 = V);
}

/* Other warps have their turn. */
static void rest(void) {
    program_li(&p, U, 300);
    unsigned top = EMIT(&p, ADDI, .rd = U, .rs1 = U, .imm = -1);
    program_aim(&p, EMIT(&p, BNE, .rs1 = U), top);
}

/* The warp's number as a digit. */
static void print_warp(void) {
    EMIT(&p, ADDI, .rd = V, .rs1 = C, .imm = '0');
    EMIT(&p, SB_GLOBAL, .rs1 = T, .rs2 = V);
}

static void run_it(struct run *run, uint64_t seed) {
    run_program(run, &p, &(struct musim_config){.cores = 1, .warps = WARPS, .perturb = seed});
}

START_TEST(lines_of_warps_do_not_interleave) {
    start();
    for (int i = 0; i < 3; i++) {
        print_warp();
        rest();
    }
    print('\n');
    program_exit(&p);
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct run run;
        run_it(&run, seed);
        ck_assert_int_eq(run.status, MUSIM_DONE);
        ck_assert_uint_eq(run.console_size, 4 * WARPS);
        if (!seed)
            ck_assert_str_eq(run.console, "000\n111\n222\n333\n");
        for (int warp = 0; warp < WARPS; warp++) {
            char line[] = {(char)('0' + warp), (char)('0' + warp), (char)('0' + warp), '\n', 0};
            ck_assert_msg(strstr(run.console, line), "%s", run.console);
        }
        run_free(&run);
    }
}
END_TEST

START_TEST(a_line_without_an_end_comes_when_the_warp_ends) {
    start();
    print_warp();
    rest();
    EMIT(&p, ADDI, .rd = U, .rs1 = C, .imm = -2);
    unsigned skip = EMIT(&p, BNE, .rs1 = U);
    program_exit(&p); /* warp 2 before the others */
    program_aim(&p, skip, p.count);
    rest();
    print_warp();
    rest();
    program_exit(&p);
    struct run run;
    run_it(&run, 0);
    ck_assert_str_eq(run.console, "2001133");
    run_free(&run);
}
END_TEST

START_TEST(a_line_without_an_end_comes_before_a_report) {
    start();
    print_warp();
    program_li(&p, N, WARPS);
    program_barrier(&p, 0, N);
    program_trap(&p);
    struct run run;
    run_it(&run, 0);
    ck_assert_int_eq(run.status, MUSIM_FAULT);
    ck_assert_str_eq(run.console, "0123");
    run_free(&run);
}
END_TEST

START_TEST(a_line_without_an_end_comes_when_the_run_is_stopped) {
    start();
    print_warp();
    EMIT(&p, JAL);
    struct run run;
    run_program(&run, &p,
                &(struct musim_config){.cores = 1, .warps = WARPS, .max_instructions = 5000});
    ck_assert_int_eq(run.status, MUSIM_EXHAUSTED);
    ck_assert_str_eq(run.console, "0123");
    run_free(&run);
}
END_TEST

static void print_to_stream(void *stream, const char *bytes, size_t length) {
    fwrite(bytes, 1, length, stream);
    fflush(stream);
}

START_TEST(long_lines_come_in_pieces) {
    enum { LINE_BYTES = 4096 };
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    const struct device_host host = {.print = print_to_stream, .context = out};
    void *console = device_console.create(&host);
    for (int i = 0; i < LINE_BYTES - 1; i++)
        device_console.store(console, DEVICE_WARP(0), 0, 1, 'x');
    fflush(out);
    ck_assert_uint_eq(size, 0);
    device_console.store(console, DEVICE_WARP(0), 0, 1, 'x');
    device_console.store(console, DEVICE_WARP(0), 0, 1, 'y');
    ck_assert_uint_eq(size, LINE_BYTES);
    device_console.store(console, DEVICE_WARP(0), 0, 1, '\n');
    fclose(out);
    ck_assert_str_eq(text + LINE_BYTES, "y\n");
    device_console.destroy(console);
    free(text);
}
END_TEST

SUITE("console", NULL, NULL, lines_of_warps_do_not_interleave,
      a_line_without_an_end_comes_when_the_warp_ends, a_line_without_an_end_comes_before_a_report,
      a_line_without_an_end_comes_when_the_run_is_stopped, long_lines_come_in_pieces)
