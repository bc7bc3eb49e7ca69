#include "trial.h"

#include "csmith_batch.h"
#include "generate.h"
#include "neutrino/platform.h"
#include "process.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Limits in seconds of processor time. */
enum { HOST_SECONDS = 10, COMPILE_SECONDS = 240, SIMULATE_SECONDS = 240 };
#define MAX_CYCLES "4000000000"

/* kernelgen's programs use at most so much shared memory for each lane. */
enum { SHARED_BYTES_OF_LANE = 240 };

void trial_from_seed(struct trial *trial, enum trial_kind kind, uint64_t seed) {
    static const char *const levels[] = {"0", "1", "2", "3", "s"};
    uint64_t batch = seed / TRIAL_BATCH;
    *trial =
        (struct trial){.kind = kind, .seed = seed, .count = 1, .lanes = 1, .warps = 1, .cores = 1};
    trial->levels = levels[batch % 5];
    if (kind != TRIAL_KERNELS)
        return;
    trial->lanes = (unsigned)(batch * 7 % 32) + 1;
    trial->warps = batch % 3 ? 1 : (unsigned)(batch / 3 % 4) + 1;
    trial->cores = batch % 7 ? 1 : 2;
}

static unsigned threads_of(const struct trial *trial) {
    return trial->lanes * trial->warps * trial->cores;
}

bool trial_fits(const struct trial *trial) {
    return trial->kind != TRIAL_KERNELS ||
           trial->count * threads_of(trial) * SHARED_BYTES_OF_LANE <= NEUTRINO_SHARED_BYTES;
}

/* ---- reports ---- */

__attribute__((format(printf, 2, 3))) static void tell(char report[TRIAL_REPORT],
                                                       const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(report, TRIAL_REPORT, format, arguments);
    va_end(arguments);
}

/* The first line of the log, and why there is not more of it. */
static void tell_log(char report[TRIAL_REPORT], const char *what, int status) {
    char line[TRIAL_REPORT / 2] = "";
    FILE *log = fopen("log", "r");
    if (log) {
        if (!fgets(line, sizeof line, log))
            line[0] = '\0';
        fclose(log);
    }
    line[strcspn(line, "\n")] = '\0';
    if (status == COMMAND_OUT_OF_TIME)
        tell(report, "%s: out of time", what);
    else if (status >= 128)
        tell(report, "%s: signal %d: %s", what, status - 128, line);
    else
        tell(report, "%s: %s", what, line[0] ? line : "failed without a word");
}

static bool log_has(const char *text) {
    char line[1024];
    bool has = false;
    FILE *log = fopen("log", "r");
    while (log && !has && fgets(line, sizeof line, log))
        has = strstr(line, text) != NULL;
    if (log)
        fclose(log);
    return has;
}

/* The first byte that differs, or -1. */
static long difference(const char *path, const char *other_path) {
    FILE *file = fopen(path, "r"), *other = fopen(other_path, "r");
    long at = 0, differs = -1;
    for (int c = 0, d; differs < 0 && c != EOF; at++) {
        c = file ? getc(file) : EOF;
        d = other ? getc(other) : EOF;
        if (c != d || !file || !other)
            differs = at;
    }
    if (file)
        fclose(file);
    if (other)
        fclose(other);
    return differs;
}

/* ---- making the program ---- */

static enum trial_outcome outcome_of(const char *what, int status, char report[TRIAL_REPORT]) {
    if (status == 0)
        return TRIAL_AGREES;
    tell_log(report, what, status);
    return TRIAL_FAILS;
}

static bool put_together(const struct trial *trial, char report[TRIAL_REPORT]) {
    if (csmith_put_together(trial->seed, trial->count, trial->left_out, "program.c"))
        return true;
    tell(report, "csmith: its programs cannot be put together");
    return false;
}

static enum trial_outcome make(struct trial *trial, char report[TRIAL_REPORT]) {
    if (trial->program)
        return TRIAL_AGREES;
    if (trial->kind == TRIAL_CSMITH) {
        int status = csmith_make(trial->seed, trial->count, &trial->left_out);
        if (status == 0 && !put_together(trial, report))
            return TRIAL_FAILS;
        return outcome_of("csmith", status, report);
    }
    struct command kernelgen = {0};
    command_add(&kernelgen, KERNELGEN);
    command_addf(&kernelgen, "%" PRIu64, trial->seed);
    command_addf(&kernelgen, "%u", trial->count);
    return outcome_of("kernelgen", command_run(&kernelgen, "program.c", HOST_SECONDS), report);
}

/* Takes those of csmith's programs out for which the host told no checksum. */
static enum trial_outcome leave_out(struct trial *trial, char report[TRIAL_REPORT]) {
    uint64_t told = 0, before = trial->left_out;
    FILE *expected = fopen("expected", "r");
    for (uint64_t seed; expected && fscanf(expected, "%" SCNu64 ": %*X", &seed) == 1;)
        told |= trial->program ? 1 : UINT64_C(1) << (seed - trial->seed);
    if (expected)
        fclose(expected);
    trial->left_out = ~told & ((UINT64_C(2) << (trial->count - 1)) - 1);
    if (trial->left_out != before && !trial->program && !put_together(trial, report))
        return TRIAL_FAILS;
    return told ? TRIAL_AGREES : TRIAL_SKIPPED;
}

/* ---- compiling and running it ---- */

static const char *program_of(const struct trial *trial) {
    return trial->program ? trial->program : "program.c";
}

static void add_options(struct command *command, const struct trial *trial) {
    static const char *const options[] = {"-std=gnu11",
                                          "-w",
                                          "-fwrapv",
                                          "-fno-strict-aliasing",
                                          "-ffp-contract=off",
                                          "-fno-math-errno",
                                          "-I" SOURCE_DIRECTORY,
                                          NULL};
    command_add_all(command, options);
    if (trial->kind == TRIAL_CSMITH)
        command_add(command, "-isystem" CSMITH_INCLUDE);
}

static void host_compiler(struct command *host, const struct trial *trial) {
    static const char *const definitions[] = {"LANES", "WARPS", "CORES"};
    const unsigned numbers[] = {trial->lanes, trial->warps, trial->cores};
    command_add(host, HOST_CC);
    add_options(host, trial);
    for (unsigned i = 0; i < 3; i++)
        command_addf(host, "-D%s=%u", definitions[i], numbers[i]);
    command_add(host, program_of(trial));
    /* Each operation of __bf16 is rounded; clang 19's quick way to select instructions loses stores of
     * what it has called a function to round. */
    static const char *const bfloat[] = {"-Xclang", "-fbfloat16-excess-precision=none", "-mllvm",
                                         "-fast-isel=false", NULL};
    command_add_all(host, bfloat);
    command_add(host, "-lm");
    command_add(host, "-o");
    command_add(host, "host");
}

static enum trial_outcome run_on_host(struct trial *trial, char report[TRIAL_REPORT]) {
    struct command compiler = {0}, program = {.arguments = {"./host"}};
    host_compiler(&compiler, trial);
    command_add(&compiler, "-O0");
    command_add(&compiler, "-fuse-ld=lld");
    int status = command_run(&compiler, NULL, COMPILE_SECONDS);
    if (status != 0)
        return outcome_of("host compiler", status, report);
    status = command_run(&program, "expected", HOST_SECONDS);
    if (status == 0 && trial->kind == TRIAL_CSMITH)
        return leave_out(trial, report);
    return outcome_of("host", status, report);
}

static void tell_difference(const struct trial *trial, char level, unsigned byte,
                            char report[TRIAL_REPORT]) {
    unsigned row = byte / 4 / threads_of(trial), thread = byte / 4 % threads_of(trial);
    if (trial->kind == TRIAL_CSMITH)
        tell(report, "-O%c: the checksum differs", level);
    else if (trial->program)
        tell(report, "-O%c: row %u of the result differs in thread %u", level, row, thread);
    else
        tell(report, "-O%c: the result of kernel%u_%" PRIu64 " differs in thread %u", level,
             row % MAX_KERNELS, trial->seed + row / MAX_KERNELS, thread);
}

static enum trial_outcome run_on_muon(const struct trial *trial, char level,
                                      char report[TRIAL_REPORT]) {
    struct command muonc = {0}, musim = {0};
    char what[16];
    command_add(&muonc, TOOLS_DIRECTORY "/muonc");
    add_options(&muonc, trial);
    if (trial->kind == TRIAL_CSMITH)
        command_add(&muonc, "-isystem" SOURCE_DIRECTORY "/include");
    command_addf(&muonc, "-O%c", level);
    command_addf(&muonc, "-mlanes=%u", trial->lanes);
    command_addf(&muonc, "-mwarps=%u", trial->warps);
    command_addf(&muonc, "-mcores=%u", trial->cores);
    command_add(&muonc, program_of(trial));
    command_add(&muonc, "-o");
    command_add(&muonc, "muon.elf");
    int status = command_run(&muonc, NULL, COMPILE_SECONDS);
    if (status != 0) {
        snprintf(what, sizeof what, "-O%c: muonc", level);
        return outcome_of(what, status, report);
    }
    command_add(&musim, TOOLS_DIRECTORY "/musim");
    command_add(&musim, "--check");
    command_add(&musim, "--max-cycles=" MAX_CYCLES);
    command_add(&musim, "muon.elf");
    if (trial->kind == TRIAL_KERNELS)
        command_add(&musim, "--output=result:actual");
    status = command_run(&musim, trial->kind == TRIAL_KERNELS ? NULL : "actual", SIMULATE_SECONDS);
    if (status != 0) {
        /* Without optimisation a frame may be larger than a lane's stack. */
        if (level == '0' && log_has("stack overflow"))
            return TRIAL_SKIPPED;
        snprintf(what, sizeof what, "-O%c: musim", level);
        return outcome_of(what, status, report);
    }
    long at = difference("actual", "expected");
    if (at < 0)
        return TRIAL_AGREES;
    tell_difference(trial, level, (unsigned)at, report);
    return TRIAL_FAILS;
}

enum trial_outcome trial_run(struct trial *trial, char report[TRIAL_REPORT]) {
    report[0] = '\0';
    enum trial_outcome outcome = make(trial, report);
    if (outcome == TRIAL_AGREES)
        outcome = run_on_host(trial, report);
    if (trial->kind == TRIAL_CSMITH && !trial->program)
        csmith_forget(trial->seed, trial->count);
    if (outcome != TRIAL_AGREES)
        return outcome;
    for (const char *level = trial->levels; *level && outcome != TRIAL_FAILS; level++) {
        enum trial_outcome here = run_on_muon(trial, *level, report);
        outcome = here == TRIAL_AGREES ? outcome : here;
    }
    return outcome;
}

bool trial_is_sound(const struct trial *trial, char report[TRIAL_REPORT]) {
    static const char *const sanitizers[][6] = {
        {"-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all",
         "-Werror=uninitialized", "-Werror=return-type", NULL},
        {"-O1", "-fsanitize=memory", "-Werror=implicit-function-declaration",
         "-Werror=int-conversion", "-Werror=incompatible-pointer-types", NULL},
    };
    for (unsigned i = 0; i < 2; i++) {
        struct command compiler = {0}, program = {.arguments = {"./host"}};
        host_compiler(&compiler, trial);
        command_add_all(&compiler, sanitizers[i]);
        command_add(&compiler, "-DMILLISECONDS=10000");
        int status = command_run(&compiler, NULL, COMPILE_SECONDS);
        if (status == 0)
            status = command_run(&program, NULL, HOST_SECONDS);
        if (status != 0) {
            tell_log(report, sanitizers[i][1], status);
            return false;
        }
    }
    return true;
}
