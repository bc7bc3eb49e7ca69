/* Random programs, on the host and on Muon: see usage below, README.md and docs/testing.md. */
#include "process.h"
#include "support/alloc.h"
#include "support/diag.h"
#include "support/options.h"
#include "trial.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum option_id {
    OPTION_CSMITH = 1,
    OPTION_MIXED,
    OPTION_LEVELS,
    OPTION_JOBS,
    OPTION_SECONDS,
    OPTION_AT_LEAST,
    OPTION_KEEP,
    OPTION_PROGRAM,
    OPTION_LANES,
    OPTION_WARPS,
    OPTION_CORES,
    OPTION_WANT,
};

static const struct option table[] = {
    {"--csmith", OPTION_FLAG, OPTION_CSMITH, NULL, "programs of csmith rather than kernelgen"},
    {"--mixed", OPTION_FLAG, OPTION_MIXED, NULL, "of both: every ninth batch is csmith's"},
    {"--levels", OPTION_JOINED, OPTION_LEVELS, "LIST",
     "of each program, \"0123s\": not one by seed"},
    {"--jobs", OPTION_JOINED, OPTION_JOBS, "N", "that run at the same time (1)"},
    {"--seconds", OPTION_JOINED, OPTION_SECONDS, "N", "begin no batch after so many"},
    {"--at-least", OPTION_JOINED, OPTION_AT_LEAST, "N",
     "programs must have run, of --mixed some of both, or it is a failure"},
    {"--keep", OPTION_JOINED, OPTION_KEEP, "DIR", "where programs that fail are left"},
    {"--program", OPTION_JOINED, OPTION_PROGRAM, "FILE", "this program instead, at all levels"},
    {"--lanes", OPTION_JOINED, OPTION_LANES, "N", "of the machine, not by seed"},
    {"--warps", OPTION_JOINED, OPTION_WARPS, "N", "likewise"},
    {"--cores", OPTION_JOINED, OPTION_CORES, "N", "likewise"},
    {"--want", OPTION_JOINED, OPTION_WANT, "TEXT",
     "succeed if the program has no undefined behaviour and fails with this in its report"},
    {0},
};

static const struct option_set command_line = {
    .tool = "difftest",
    .usage = "difftest [options] FIRST-SEED [COUNT]",
    .summary =
        "Makes random programs and compares what muonc's code and the host compiler's compute.\n"
        "Without a COUNT it goes on until Ctrl-C.",
    .tables = (const struct option *const[]){table, options_of_every_tool, NULL},
};

enum { MAX_JOBS = 256 };

static struct {
    bool csmith, mixed;
    const char *levels, *program, *want;
    char *keep;
    unsigned jobs, seconds, at_least, lanes, warps, cores; /* seconds 0: as many as it takes */
    uint64_t first, count;                                 /* 0: without end */
    char *work;
} options = {.jobs = 1};

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* What a worker tells of a batch; short enough for pipes to keep it whole. */
struct result {
    uint64_t seed;
    unsigned count, done, skipped; /* of programs */
    enum trial_kind kind;
    enum trial_outcome outcome;
    char report[TRIAL_REPORT];
};

static void set_up(struct trial *trial, uint64_t seed, unsigned count) {
    bool csmith = options.csmith || (options.mixed && seed / TRIAL_BATCH % 9 == 0);
    trial_from_seed(trial, csmith ? TRIAL_CSMITH : TRIAL_KERNELS, seed);
    trial->count = count;
    trial->levels = options.levels ? options.levels : trial->levels;
    trial->lanes = options.lanes ? options.lanes : trial->lanes;
    trial->warps = options.warps ? options.warps : trial->warps;
    trial->cores = options.cores ? options.cores : trial->cores;
}

/* ---- programs that fail ---- */

static void shell(char *command) {
    if (system(command) != 0)
        perror(command);
    free(command);
}

/* A directory becomes a copy of the current one, with the commands to repeat and to reduce. Returns
 * its name. */
static char *keep(const struct trial *trial, const char *report) {
    static const char *const names[] = {"kernels", "csmith"};
    const char *csmith = trial->kind == TRIAL_CSMITH ? " --csmith" : "";
    const char *batch = trial->count > 1 ? "-batch" : "";
    char *to =
        xasprintf("%s/%s-%" PRIu64 "%s", options.keep, names[trial->kind], trial->seed, batch);
    mkdir(options.keep, 0777);
    char self[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    self[length < 0 ? 0 : length] = '\0';
    FILE *file = fopen("repeat.sh", "w");
    if (file) {
        fprintf(
            file,
            "#!/bin/sh\n# %s\n"
            "# Arguments are handed over: \"--want=TEXT\" makes this a test for creduce.\n"
            "exec '%s'%s --levels=%s --lanes=%u --warps=%u --cores=%u --program=program.c \"$@\"\n",
            report, self, csmith, trial->levels, trial->lanes, trial->warps, trial->cores);
        fchmod(fileno(file), 0777);
        fclose(file);
    }
    shell(xasprintf("cp -r . '%s'", to));
    return to;
}

/* ---- workers ---- */

struct worker {
    int results;
    uint64_t done, failures;
};

static void tell(struct worker *worker, const struct result *result) {
    worker->done += result->done;
    worker->failures += result->outcome == TRIAL_FAILS;
    if (write(worker->results, result, sizeof *result) != sizeof *result)
        exit(2);
}

static void run_batch(struct worker *worker, uint64_t first, unsigned count);

/* Whether a part of the batch fails. */
static bool run_halves(struct worker *worker, uint64_t first, unsigned count) {
    uint64_t before = worker->failures;
    run_batch(worker, first, count / 2);
    run_batch(worker, first + count / 2, count - count / 2);
    return worker->failures > before;
}

/* Tells what became of the programs. A batch that is too large, fails or says nothing is run in
 * halves, down to single programs; it fails as a whole only if no part of it does. */
static void run_batch(struct worker *worker, uint64_t first, unsigned count) {
    struct trial trial;
    struct result result = {.seed = first, .count = count, .outcome = TRIAL_SKIPPED};
    char *kept = NULL;
    if (process_interrupted)
        return;
    set_up(&trial, first, count);
    result.kind = trial.kind;
    if (count == 1 || trial_fits(&trial))
        result.outcome = trial_run(&trial, result.report);
    if (process_interrupted)
        return;
    if (result.outcome == TRIAL_FAILS)
        kept = keep(&trial, result.report);
    unsigned left_out = (unsigned)__builtin_popcountll(trial.left_out);
    if (count > 1 && result.outcome != TRIAL_AGREES && left_out < count) {
        bool part_fails = run_halves(worker, first, count);
        if (result.outcome != TRIAL_FAILS || part_fails) {
            if (kept)
                shell(xasprintf("rm -rf '%s'", kept));
            free(kept);
            return;
        }
    } else {
        result.skipped = result.outcome == TRIAL_SKIPPED ? count : left_out;
        result.done = count - result.skipped;
    }
    free(kept);
    tell(worker, &result);
}

/* share: of the count. */
static bool goes_on(const struct worker *worker, uint64_t share, double start) {
    if (process_interrupted || (options.count && worker->done >= share))
        return false;
    return !options.seconds || !worker->done || seconds_now() - start < options.seconds;
}

static void work(unsigned job, int results) {
    struct worker worker = {.results = results};
    uint64_t share = options.count / options.jobs + (job < options.count % options.jobs);
    char *directory = xasprintf("%s/%u", options.work, job);
    if (mkdir(directory, 0777) != 0 || chdir(directory) != 0) {
        perror(directory);
        exit(2);
    }
    free(directory);
    double start = seconds_now();
    for (uint64_t batch = options.first / TRIAL_BATCH + job; goes_on(&worker, share, start);
         batch += options.jobs) {
        uint64_t first = batch * TRIAL_BATCH, end = first + TRIAL_BATCH;
        if (first < options.first)
            first = options.first;
        if (options.count && end - first > share - worker.done)
            end = first + share - worker.done;
        run_batch(&worker, first, (unsigned)(end - first));
    }
    exit(0);
}

static pid_t workers[MAX_JOBS];

static int start_workers(void) {
    int ends[2];
    if (pipe(ends) != 0) {
        perror("pipe");
        exit(2);
    }
    fflush(stdout);
    for (unsigned job = 0; job < options.jobs; job++)
        if ((workers[job] = fork()) == 0) {
            close(ends[0]);
            work(job, ends[1]);
        }
    close(ends[1]);
    return ends[0];
}

static void print_failure(const struct result *result) {
    printf("seed%s %" PRIu64, result->count > 1 ? "s" : "", result->seed);
    if (result->count > 1)
        printf(" to %" PRIu64, result->seed + result->count - 1);
    printf("%s: %s\n", result->kind == TRIAL_CSMITH ? " (csmith)" : "", result->report);
}

struct totals {
    uint64_t done, csmith, fail, skipped; /* csmith: of those done */
};

static void add_result(struct totals *totals, const struct result *result) {
    totals->done += result->done;
    totals->csmith += result->kind == TRIAL_CSMITH ? result->done : 0;
    totals->skipped += result->skipped;
    if (result->outcome == TRIAL_FAILS) {
        totals->fail++;
        print_failure(result);
    }
}

static void print_totals(const struct totals *totals, double seconds) {
    printf("from seed %" PRIu64 ": %" PRIu64 " programs (%" PRIu64 " of csmith), %" PRIu64
           " fail, %" PRIu64 " skipped; %.0f programs a minute\n",
           options.first, totals->done, totals->csmith, totals->fail, totals->skipped,
           (double)totals->done * 60 / seconds);
}

static bool are_enough(const struct totals *totals) {
    bool enough = totals->done >= options.at_least;
    if (options.at_least && options.mixed)
        enough &= totals->csmith > 0 && totals->csmith < totals->done;
    if (!enough)
        printf("too few programs: %u are wanted%s\n", options.at_least,
               options.mixed ? ", some of both kinds" : "");
    return enough;
}

static int run_seeds(void) {
    struct totals totals = {0};
    double start = seconds_now(), told = start;
    bool endless = !options.count && !options.seconds;
    struct result result;
    int results = start_workers();
    for (;;) {
        ssize_t size = read(results, &result, sizeof result);
        if (size < 0 && errno == EINTR) {
            for (unsigned job = 0; job < options.jobs && workers[job] > 0; job++)
                kill(workers[job], SIGTERM);
            continue;
        }
        double now = seconds_now();
        bool ended = size != sizeof result;
        if (!ended)
            add_result(&totals, &result);
        if (ended || (endless && now - told > 10)) {
            told = now;
            print_totals(&totals, now - start);
        }
        fflush(stdout);
        if (ended)
            break;
    }
    bool workers_are_well = true;
    for (int status; wait(&status) > 0;)
        workers_are_well &= WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (totals.fail)
        printf("programs that fail are in %s\n", options.keep);
    return !are_enough(&totals) || totals.fail > 0 || !workers_are_well;
}

/* ---- one program ---- */

static int run_program(void) {
    struct trial trial;
    char report[TRIAL_REPORT];
    char *path = realpath(options.program, NULL);
    set_up(&trial, 0, 1);
    trial.program = path;
    if (!options.levels)
        trial.levels = "0123s";
    if (!path || chdir(options.work) != 0) {
        perror(options.program);
        return 2;
    }
    enum trial_outcome outcome = trial_run(&trial, report);
    if (outcome == TRIAL_FAILS)
        printf("%s\n", report);
    if (options.want) {
        bool wanted = outcome == TRIAL_FAILS && strstr(report, options.want);
        if (wanted && !trial_is_sound(&trial, report)) {
            printf("%s\n", report);
            wanted = false;
        }
        outcome = wanted ? TRIAL_AGREES : TRIAL_FAILS;
    }
    free(path);
    return outcome != TRIAL_AGREES;
}

/* ---- the command line ---- */

static unsigned number(const struct option_parser *parser, unsigned most) {
    char *end;
    unsigned long value = strtoul(parser->value, &end, 10);
    if (*end || value < 1 || value > most)
        diag_error(parser->diag, "'%s': must be 1 to %u", parser->text, most);
    return (unsigned)value;
}

static void take_input(const struct option_parser *parser, unsigned position) {
    char *end;
    uint64_t value = strtoull(parser->text, &end, 0);
    if (*end || position > 1 || (position == 1 && value == 0))
        diag_error(parser->diag, "'%s' is no %s", parser->text, position ? "count" : "seed");
    *(position ? &options.count : &options.first) = value;
}

/* false: there is nothing to do. */
static bool take_options(struct option_parser *parser) {
    unsigned inputs = 0;
    for (int id; (id = options_next(parser)) != OPTION_END;)
        switch (id) {
        case OPTION_INPUT: take_input(parser, inputs++); break;
        case OPTION_CSMITH: options.csmith = true; break;
        case OPTION_MIXED: options.mixed = true; break;
        case OPTION_LEVELS: options.levels = parser->value; break;
        case OPTION_JOBS: options.jobs = number(parser, MAX_JOBS); break;
        case OPTION_SECONDS: options.seconds = number(parser, 86400); break;
        case OPTION_AT_LEAST: options.at_least = number(parser, UINT_MAX); break;
        case OPTION_KEEP: options.keep = xstrdup(parser->value); break;
        case OPTION_PROGRAM: options.program = parser->value; break;
        case OPTION_LANES: options.lanes = number(parser, 32); break;
        case OPTION_WARPS: options.warps = number(parser, 16); break;
        case OPTION_CORES: options.cores = number(parser, 8); break;
        case OPTION_WANT: options.want = parser->value; break;
        case OPTION_DIAGNOSTIC: break;
        case OPTION_DONE:
        case OPTION_ERROR: return false;
        default: options_report_unknown(parser); return false;
        }
    if (inputs == 0 && !options.program)
        diag_error(parser->diag, "no seed");
    return true;
}

static void make_directories(void) {
    const char *parent = getenv("TMPDIR");
    options.work = xasprintf("%s/difftest-XXXXXX", parent ? parent : "/tmp");
    if (!mkdtemp(options.work)) {
        perror(options.work);
        exit(2);
    }
    if (!options.keep)
        options.keep = xasprintf("%s.failed", options.work);
    if (options.keep[0] != '/') {
        char *here = getcwd(NULL, 0), *relative = options.keep;
        options.keep = xasprintf("%s/%s", here ? here : ".", relative);
        free(here);
        free(relative);
    }
}

static void remove_work_directory(void) {
    char *command = xasprintf("rm -rf '%s'", options.work);
    if (chdir("/") != 0 || system(command) != 0)
        perror(options.work);
    free(command);
}

int main(int argc, char **argv) {
    struct diag_engine diag;
    struct option_parser parser;
    int status = 2;
    diag_init(&diag, "difftest");
    if (options_init(&parser, &command_line, argc, argv, &diag) && take_options(&parser) &&
        !diag.errors) {
        make_directories();
        process_catch_interrupt();
        status = options.program ? run_program() : run_seeds();
        remove_work_directory();
    }
    options_free(&parser);
    diag_free(&diag);
    free(options.keep);
    free(options.work);
    return status;
}
