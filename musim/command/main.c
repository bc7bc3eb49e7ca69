/* The musim command. */
#include "musim/command/dump.h"
#include "musim/command/hot.h"
#include "musim/neutrino/bare.h"
#include "neutrino/musim.h"
#include "support/diag.h"
#include "support/options.h"
#include "support/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Beside the program's own result. */
enum { EXIT_INPUT = 1, EXIT_USAGE = 2, EXIT_FAULT = 2, EXIT_DEADLOCK = 3, EXIT_EXHAUSTED = 124 };

enum {
    OPT_CLUSTERS = 1,
    OPT_CORES,
    OPT_WARPS,
    OPT_LANES,
    OPT_SCOREBOARD,
    OPT_STATS,
    OPT_DUMP,
    OPT_INPUT,
    OPT_OUTPUT,
    OPT_MAX_CYCLES,
    OPT_PERTURB,
    OPT_CHECK,
    OPT_THREADS,
    OPT_NEUTRINO,
    OPT_HELP,
    OPT_VERSION,
};

static const struct option options[] = {
    {"--clusters", OPTION_JOINED, OPT_CLUSTERS, "N", "number of clusters (default 1)"},
    {"--cores", OPTION_JOINED, OPT_CORES, "N", "cores per cluster (default: the program's, or 2)"},
    {"--warps", OPTION_JOINED, OPT_WARPS, "N", "warps per core (default: the program's, or 8)"},
    {"--lanes", OPTION_JOINED, OPT_LANES, "N", "lanes per warp (default: the program's, or 16)"},
    {"--scoreboard", OPTION_JOINED, OPT_SCOREBOARD, "N", "entries of a scoreboard (default 32)"},
    {"--stats", OPTION_OPTIONAL, OPT_STATS, "json", "print statistics after the run, and its hottest functions and lines"},
    {"--dump", OPTION_JOINED, OPT_DUMP, "SYMBOL[:TYPE]",
     "print an object after the run, as i32, u32, f32, bf16, x32 (default), x8 or str"},
    {"--input", OPTION_JOINED, OPT_INPUT, "SYMBOL:FILE",
     "fill an object from a file before the run"},
    {"--output", OPTION_JOINED, OPT_OUTPUT, "SYMBOL:FILE",
     "write an object to a file after the run"},
    {"--max-cycles", OPTION_JOINED, OPT_MAX_CYCLES, "N",
     "stop after N cycles of a core; each of its instructions is counted as one"},
    {"--perturb", OPTION_JOINED, OPT_PERTURB, "SEED",
     "draw a random schedule, another for each seed"},
    {"--check", OPTION_FLAG, OPT_CHECK, NULL,
     "stop at a branch, an indirect jump or a __uniform on which the lanes of a warp do not agree"},
    {"--threads", OPTION_JOINED, OPT_THREADS, "N",
     "threads of this host that run the clusters (default 1)"},
    {"--neutrino", OPTION_FLAG, OPT_NEUTRINO, NULL,
     "run an RV64 program on a Neutrino core alone, without a machine around it"},
    {"--help", OPTION_FLAG, OPT_HELP, NULL, "print this and exit"},
    {"--version", OPTION_FLAG, OPT_VERSION, NULL, "print the version and exit"},
    {NULL, OPTION_FLAG, 0, NULL, NULL},
};

struct command {
    struct diag_engine diag;
    struct musim_config config;
    const char *program;
    bool bare, stats, stats_json, hot;
    struct string_list dumps, inputs, outputs;
};

/* ---- the command line ---- */

/* Reads a whole number from 1 to most. */
static bool parse_number(struct command *command, const struct option_parser *parser, uint64_t most,
                         uint64_t *number) {
    char *end;
    errno = 0;
    *number = strtoull(parser->value, &end, 0);
    if (!errno && !*end && parser->value[0] != '-' && *number && *number <= most)
        return true;
    if (most == UINT64_MAX)
        diag_error(&command->diag, "'%s' needs a number above 0", parser->text);
    else
        diag_error(&command->diag, "'%s' needs a number from 1 to %llu", parser->text,
                   (unsigned long long)most);
    return false;
}

static bool parse_count(struct command *command, const struct option_parser *parser, unsigned most,
                        unsigned *count) {
    uint64_t number;
    bool ok = parse_number(command, parser, most, &number);
    *count = (unsigned)number;
    return ok;
}

static bool parse_transfer(struct command *command, const struct option_parser *parser,
                           struct string_list *list) {
    const char *colon = strchr(parser->value, ':');
    if (!colon || colon == parser->value || !colon[1]) {
        diag_error(&command->diag, "'%s' needs SYMBOL:FILE", parser->text);
        return false;
    }
    string_list_add(list, parser->value);
    return true;
}

static bool parse_stats(struct command *command, const char *value) {
    command->stats = true;
    command->stats_json = value != NULL;
    command->hot = !value;
    if (!value || !strcmp(value, "json"))
        return true;
    diag_error(&command->diag, "'--stats=%s': the only other format is json", value);
    return false;
}

static bool parse_input(struct command *command, const char *path) {
    if (!command->program) {
        command->program = path;
        return true;
    }
    diag_error(&command->diag, "one program at a time: '%s' and '%s'", command->program, path);
    return false;
}

/* Returns false after a diagnostic. *done: the option was all there is to do. */
static bool parse_option(struct command *command, const struct option_parser *parser, int id,
                         bool *done) {
    struct musim_config *config = &command->config;
    switch (id) {
    case OPT_CLUSTERS: return parse_count(command, parser, 64, &config->clusters);
    case OPT_CORES: return parse_count(command, parser, 8, &config->cores);
    case OPT_WARPS: return parse_count(command, parser, 16, &config->warps);
    case OPT_LANES: return parse_count(command, parser, 32, &config->lanes);
    case OPT_SCOREBOARD: return parse_count(command, parser, 4096, &config->scoreboard);
    case OPT_STATS: return parse_stats(command, parser->value);
    case OPT_DUMP: string_list_add(&command->dumps, parser->value); return true;
    case OPT_INPUT: return parse_transfer(command, parser, &command->inputs);
    case OPT_OUTPUT: return parse_transfer(command, parser, &command->outputs);
    case OPT_MAX_CYCLES:
        return parse_number(command, parser, UINT64_MAX, &config->max_instructions);
    case OPT_PERTURB: return parse_number(command, parser, UINT64_MAX, &config->perturb);
    case OPT_THREADS: return parse_count(command, parser, 64, &config->threads);
    case OPT_CHECK: return config->check = true;
    case OPT_NEUTRINO: return command->bare = true;
    case OPT_HELP:
        options_print_help(options, "musim [options] kernel.elf",
                           "Runs a Muon program on a simulated GPU.");
        return *done = true;
    case OPT_VERSION: options_print_version("musim"); return *done = true;
    case OPTION_INPUT: return parse_input(command, parser->value);
    case OPTION_UNKNOWN:
        if (diag_option(&command->diag, parser->text))
            return true;
        diag_error(&command->diag, "unknown option '%s'", parser->text);
        return false;
    default: return false;
    }
}

static bool parse(struct command *command, int argc, char **argv, bool *done) {
    struct option_parser parser;
    bool ok = options_init(&parser, options, argc, argv, &command->diag);
    for (int id; ok && !*done && (id = options_next(&parser)) != OPTION_END;)
        ok = parse_option(command, &parser, id, done);
    if (ok && !*done && !command->program) {
        diag_error(&command->diag, "no program given");
        ok = false;
    }
    /* The parser owns the arguments' text. */
    if (command->program)
        command->program = xstrdup(command->program);
    options_free(&parser);
    return ok;
}

/* ---- objects ---- */

struct object {
    char *name;
    const char *file;
    uint32_t address, size;
};

static bool find_object(struct command *command, struct musim *machine, const char *transfer,
                        struct object *object) {
    const char *colon = strchr(transfer, ':');
    *object =
        (struct object){.name = xstrndup(transfer, (size_t)(colon - transfer)), .file = colon + 1};
    if (musim_symbol(machine, object->name, &object->address, &object->size))
        return true;
    diag_error(&command->diag, "%s", musim_error(machine));
    free(object->name);
    return false;
}

static bool fill_object(struct command *command, struct musim *machine, const char *transfer) {
    struct object object;
    if (!find_object(command, machine, transfer, &object))
        return false;
    size_t size;
    char *bytes = input_read(object.file, &size, &command->diag);
    bool ok = bytes != NULL;
    if (ok && size > object.size) {
        diag_file_error(&command->diag, object.file, "%zu bytes do not fit '%s', which has %u",
                        size, object.name, object.size);
        ok = false;
    } else if (ok && !musim_write(machine, object.address, bytes, size)) {
        diag_error(&command->diag, "%s: %s", object.name, musim_error(machine));
        ok = false;
    }
    free(bytes);
    free(object.name);
    return ok;
}

static bool write_object(struct command *command, struct musim *machine, const char *transfer) {
    struct object object;
    if (!find_object(command, machine, transfer, &object))
        return false;
    uint8_t *bytes = xmalloc(object.size ? object.size : 1);
    bool ok = musim_read(machine, object.address, bytes, object.size);
    if (!ok)
        diag_error(&command->diag, "%s: %s", object.name, musim_error(machine));
    ok = ok && output_write(object.file, bytes, object.size, &command->diag);
    free(bytes);
    free(object.name);
    return ok;
}

/* ---- the run ---- */

static bool prepare(struct command *command, struct musim *machine) {
    if (!musim_load_file(machine, command->program)) {
        diag_file_error(&command->diag, command->program, "%s", musim_error(machine));
        return false;
    }
    for (size_t i = 0; i < command->inputs.count; i++)
        if (!fill_object(command, machine, command->inputs.items[i]))
            return false;
    /* A misspelt name should not cost a whole run. */
    for (size_t i = 0; i < command->dumps.count; i++)
        if (!dump_check(machine, command->dumps.items[i], &command->diag))
            return false;
    for (size_t i = 0; i < command->outputs.count; i++) {
        struct object object;
        if (!find_object(command, machine, command->outputs.items[i], &object))
            return false;
        free(object.name);
    }
    return true;
}

static bool finish(struct command *command, struct musim *machine,
                   const struct musim_profile *profile) {
    bool ok = true;
    for (size_t i = 0; i < command->dumps.count; i++)
        ok &= dump_print(machine, command->dumps.items[i], &command->diag);
    for (size_t i = 0; i < command->outputs.count; i++)
        ok &= write_object(command, machine, command->outputs.items[i]);
    if (command->stats)
        dump_stats(machine, command->stats_json);
    if (profile)
        hot_print(profile);
    return ok;
}

/* A result that is not 0 stays so in eight bits. */
static int exit_status(enum musim_status status, uint32_t result) {
    switch (status) {
    case MUSIM_DONE: return result && !(result & 0xff) ? 1 : (int)(result & 0xff);
    case MUSIM_DEADLOCK: return EXIT_DEADLOCK;
    case MUSIM_EXHAUSTED: return EXIT_EXHAUSTED;
    default: return EXIT_FAULT;
    }
}

static int simulate(struct command *command) {
    struct musim *machine = musim_create(&command->config);
    if (!machine) {
        diag_error(&command->diag, "not enough address space for the simulated memory");
        return EXIT_INPUT;
    }
    struct musim_profile *profile = command->hot ? musim_profile_create(machine) : NULL;
    int status = EXIT_INPUT;
    if (prepare(command, machine)) {
        enum musim_status end = musim_run(machine);
        status = exit_status(end, musim_result(machine));
        if (status == EXIT_EXHAUSTED)
            diag_file_error(&command->diag, command->program, "stopped after %llu cycles",
                            (unsigned long long)command->config.max_instructions);
        if (!finish(command, machine, profile) && !status)
            status = EXIT_INPUT;
    }
    musim_profile_free(profile);
    musim_free(machine);
    return status;
}

int main(int argc, char **argv) {
    struct command command = {0};
    bool done = false;
    diag_init(&command.diag, "musim");
    int status = EXIT_USAGE;
    if (parse(&command, argc, argv, &done)) {
        if (done)
            status = EXIT_SUCCESS;
        else if (command.bare)
            status = rv64_run_elf(command.program, command.config.max_instructions, &command.diag);
        else
            status = simulate(&command);
    }
    string_list_free(&command.dumps);
    string_list_free(&command.inputs);
    string_list_free(&command.outputs);
    free((char *)command.program);
    diag_free(&command.diag);
    return status;
}
