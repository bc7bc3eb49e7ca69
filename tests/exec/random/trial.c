#include "trial.h"

#include "process.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_ARGUMENTS = 48, ARGUMENT = 256 };

/* Limits in seconds of processor time. A csmith program that takes the host more than the
 * milliseconds may take the simulator too long; one that takes less must end there. */
enum { HOST_SECONDS = 10, COMPILE_SECONDS = 120, SIMULATE_SECONDS = 120, CSMITH_SECONDS = 10 };
enum { CSMITH_HOST_SECONDS = 1, CSMITH_HOST_MILLISECONDS = 60 };
#define MAX_CYCLES "2000000000"

void trial_from_seed(struct trial *trial, enum trial_kind kind, uint64_t seed) {
    static const char *const levels[] = {"0", "1", "2", "3", "s"};
    *trial = (struct trial){.kind = kind, .seed = seed, .lanes = 1, .warps = 1, .cores = 1};
    trial->levels = levels[seed % 5];
    if (kind != TRIAL_KERNELS)
        return;
    trial->lanes = (unsigned)(seed * 7 % 32) + 1;
    trial->warps = seed % 3 ? 1 : (unsigned)(seed / 3 % 4) + 1;
    trial->cores = seed % 7 ? 1 : 2;
}

/* ---- command lines ---- */

struct command {
    const char *arguments[MAX_ARGUMENTS + 1];
    unsigned count;
    char texts[8][ARGUMENT]; /* of those that are made up */
    unsigned text_count;
};

static void add(struct command *command, const char *argument) {
    if (command->count == MAX_ARGUMENTS)
        abort();
    command->arguments[command->count++] = argument;
}

static void add_all(struct command *command, const char *const *arguments) {
    while (*arguments)
        add(command, *arguments++);
}

__attribute__((format(printf, 2, 3))) static void addf(struct command *command, const char *format,
                                                       ...) {
    char *text = command->texts[command->text_count++];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, ARGUMENT, format, arguments);
    va_end(arguments);
    add(command, text);
}

static int run(const struct command *command, unsigned seconds, const char *output,
               unsigned *milliseconds) {
    return process_run(
        &(struct process){
            .arguments = command->arguments, .output = output, .errors = "log", .seconds = seconds},
        milliseconds);
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
    if (status == PROCESS_OUT_OF_TIME)
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

/* csmith writes constants for a long of 64 bits, and here int and long are 32 bits on one side: all
 * that is long becomes int, for both. */
static bool copy_without_longs(const char *from, const char *to) {
    FILE *in = fopen(from, "r"), *made = fopen(to, "w");
    int previous = ' ', c;
    bool good = in && made;
    while (good && (c = getc(in)) != EOF) {
        if (isdigit(c) && !isalnum(previous) && previous != '_') {
            char number[64];
            size_t length = 0;
            for (; isalnum(c) && length < sizeof number - 1; c = getc(in))
                number[length++] = (char)c;
            number[length] = '\0';
            if (length > 1 && number[length - 1] == 'L' && number[length - 2] != 'L')
                number[length - 1] = '\0';
            fputs(number, made);
            if (c == EOF)
                break;
        }
        putc(c, made);
        previous = c;
    }
    if (in)
        fclose(in);
    return made && !fclose(made) && good;
}

static enum trial_outcome make_csmith(uint64_t seed, char report[TRIAL_REPORT]) {
    static const char *const options[] = {
        CSMITH_PROGRAM,
        "--quiet",
        "--concise",
        "--no-argc",
        "--no-packed-struct", /* pointers into them would be unaligned */
        "--max-funcs",
        "4",
        "--max-block-depth",
        "4",
        "--max-expr-complexity",
        "6",
        "--output",
        "csmith.c",
        NULL};
    struct command csmith = {0};
    add_all(&csmith, options);
    add(&csmith, "--seed");
    addf(&csmith, "%llu", (unsigned long long)seed);
    if (seed % 2)
        add(&csmith, "--no-volatiles");
    int status = run(&csmith, CSMITH_SECONDS, NULL, NULL);
    if (status == PROCESS_OUT_OF_TIME)
        return TRIAL_SKIPPED;
    if (status != 0 || !copy_without_longs("csmith.c", "program.c")) {
        tell_log(report, "csmith", status);
        return TRIAL_FAILS;
    }
    return TRIAL_AGREES;
}

static enum trial_outcome make(const struct trial *trial, char report[TRIAL_REPORT]) {
    if (trial->program)
        return TRIAL_AGREES;
    if (trial->kind == TRIAL_CSMITH)
        return make_csmith(trial->seed, report);
    struct command kernelgen = {0};
    add(&kernelgen, KERNELGEN);
    addf(&kernelgen, "%llu", (unsigned long long)trial->seed);
    int status = run(&kernelgen, HOST_SECONDS, "program.c", NULL);
    if (status == 0)
        return TRIAL_AGREES;
    tell_log(report, "kernelgen", status);
    return TRIAL_FAILS;
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
    add_all(command, options);
    if (trial->kind == TRIAL_CSMITH)
        add(command, "-isystem" CSMITH_INCLUDE);
}

static void host_compiler(struct command *host, const struct trial *trial) {
    static const char *const definitions[] = {"LANES", "WARPS", "CORES"};
    const unsigned numbers[] = {trial->lanes, trial->warps, trial->cores};
    add(host, HOST_CC);
    add_options(host, trial);
    for (unsigned i = 0; i < 3; i++)
        addf(host, "-D%s=%u", definitions[i], numbers[i]);
    add(host, program_of(trial));
    add(host, "-lm");
    add(host, "-o");
    add(host, "host");
}

static enum trial_outcome run_on_host(const struct trial *trial, char report[TRIAL_REPORT]) {
    struct command compiler = {0}, program = {.arguments = {"./host"}};
    unsigned milliseconds = 0;
    host_compiler(&compiler, trial);
    add(&compiler, "-O0");
    add(&compiler, "-fuse-ld=lld");
    int status = run(&compiler, COMPILE_SECONDS, NULL, NULL);
    if (status != 0) {
        tell_log(report, "host compiler", status);
        return TRIAL_FAILS;
    }
    bool csmith = trial->kind == TRIAL_CSMITH;
    status = run(&program, csmith ? CSMITH_HOST_SECONDS : HOST_SECONDS, "expected", &milliseconds);
    if (csmith && (status == PROCESS_OUT_OF_TIME || milliseconds > CSMITH_HOST_MILLISECONDS))
        return TRIAL_SKIPPED;
    if (status == 0)
        return TRIAL_AGREES;
    tell_log(report, "host", status);
    return TRIAL_FAILS;
}

static enum trial_outcome run_on_muon(const struct trial *trial, char level,
                                      char report[TRIAL_REPORT]) {
    struct command muonc = {0}, musim = {0};
    char what[16];
    add(&muonc, TOOLS_DIRECTORY "/muonc");
    add_options(&muonc, trial);
    if (trial->kind == TRIAL_CSMITH)
        add(&muonc, "-isystem" SOURCE_DIRECTORY "/include");
    addf(&muonc, "-O%c", level);
    addf(&muonc, "-mlanes=%u", trial->lanes);
    addf(&muonc, "-mwarps=%u", trial->warps);
    addf(&muonc, "-mcores=%u", trial->cores);
    add(&muonc, program_of(trial));
    add(&muonc, "-o");
    add(&muonc, "muon.elf");
    int status = run(&muonc, COMPILE_SECONDS, NULL, NULL);
    if (status != 0) {
        snprintf(what, sizeof what, "-O%c: muonc", level);
        tell_log(report, what, status);
        return TRIAL_FAILS;
    }
    add(&musim, TOOLS_DIRECTORY "/musim");
    add(&musim, "--check");
    add(&musim, "--max-cycles=" MAX_CYCLES);
    add(&musim, "muon.elf");
    if (trial->kind == TRIAL_KERNELS)
        add(&musim, "--output=result:actual");
    status = run(&musim, SIMULATE_SECONDS, trial->kind == TRIAL_KERNELS ? NULL : "actual", NULL);
    if (status != 0) {
        /* Without optimisation a frame may be larger than a lane's stack. */
        if (level == '0' && log_has("stack overflow"))
            return TRIAL_SKIPPED;
        snprintf(what, sizeof what, "-O%c: musim", level);
        tell_log(report, what, status);
        return TRIAL_FAILS;
    }
    long at = difference("actual", "expected");
    if (at < 0)
        return TRIAL_AGREES;
    if (trial->kind == TRIAL_KERNELS) {
        unsigned word = (unsigned)at / 4, threads = trial->lanes * trial->warps * trial->cores;
        tell(report, "-O%c: the result of kernel%u in thread %u differs", level, word / threads,
             word % threads);
    } else {
        tell(report, "-O%c: the checksum differs", level);
    }
    return TRIAL_FAILS;
}

enum trial_outcome trial_run(const struct trial *trial, char report[TRIAL_REPORT]) {
    report[0] = '\0';
    enum trial_outcome outcome = make(trial, report);
    if (outcome == TRIAL_AGREES)
        outcome = run_on_host(trial, report);
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
        add_all(&compiler, sanitizers[i]);
        int status = run(&compiler, COMPILE_SECONDS, NULL, NULL);
        if (status == 0)
            status = run(&program, HOST_SECONDS, NULL, NULL);
        if (status != 0) {
            tell_log(report, sanitizers[i][1], status);
            return false;
        }
    }
    return true;
}
