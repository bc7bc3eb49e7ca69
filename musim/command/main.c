/* The musim command. */
#include "musim/command/dump.h"
#include "musim/command/hot.h"
#include "musim/command/launch.h"
#include "musim/command/object.h"
#include "musim/command/options.h"
#include "musim/command/progress.h"
#include "musim/command/stop.h"
#include "neutrino/musim.h"
#include "support/diag.h"
#include "support/nearest.h"
#include "support/output.h"
#include "support/output_names.h"
#include "support/streams.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Beside the program's own result. */
enum {
    EXIT_INPUT = 1,
    EXIT_USAGE = 2,
    EXIT_FAULT = 2,
    EXIT_DEADLOCK = 3,
    EXIT_EXHAUSTED = 124,
    EXIT_SIGNAL = 128 /* and the signal's number, as shells have it */
};

struct command {
    struct diag_engine diag;
    struct musim_config config;
    const char *program;
    bool bare, stats, stats_json, hot;
    struct launch_options launch;
    struct string_list dumps, inputs, outputs, response_files;
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

static bool parse_stats(struct command *command, bool json) {
    command->stats_json = json;
    command->hot = !json;
    return command->stats = true;
}

static bool parse_check(struct command *command, const struct option_parser *parser) {
    const char *bad;
    unsigned checks = MUSIM_CHECK_UNIFORM;
    if (!parser->value || musim_parse_checks(parser->value, &checks, &bad)) {
        command->config.check |= checks;
        return true;
    }
    char *word = xstrndup(bad, strcspn(bad, ","));
    struct nearest search = nearest_to(word);
    for (const char *const *name = musim_checks(); *name; name++)
        nearest_offer(&search, *name);
    char *hint = nearest_hint(&search, "; there are uniform, races, memory and all");
    diag_error(&command->diag, "no check '%s'%s", word, hint);
    free(hint);
    free(word);
    return false;
}

/* Keeps the value of an option of the launch. */
static bool parse_launch(struct command *command, const struct option_parser *parser,
                         const char **value) {
    if (*value) {
        diag_error(&command->diag, "'%s': a program is launched once", parser->text);
        return false;
    }
    *value = xstrdup(parser->value);
    return true;
}

static bool parse_input(struct command *command, const char *path) {
    if (!command->program) {
        command->program = path;
        return true;
    }
    diag_error(&command->diag, "one program at a time: '%s' and '%s'", command->program, path);
    return false;
}

/* Returns false after a diagnostic. */
static bool parse_option(struct command *command, const struct option_parser *parser, int id) {
    struct musim_config *config = &command->config;
    switch (id) {
    case OPT_CLUSTERS: return parse_count(command, parser, 64, &config->clusters);
    case OPT_CORES: return parse_count(command, parser, 8, &config->cores);
    case OPT_WARPS: return parse_count(command, parser, 16, &config->warps);
    case OPT_LANES: return parse_count(command, parser, 32, &config->lanes);
    case OPT_SCOREBOARD: return parse_count(command, parser, 4096, &config->scoreboard);
    case OPT_STATS: return parse_stats(command, parser->value != NULL);
    case OPT_DUMP: string_list_add(&command->dumps, parser->value); return true;
    case OPT_INPUT: return parse_transfer(command, parser, &command->inputs);
    case OPT_OUTPUT: return parse_transfer(command, parser, &command->outputs);
    case OPT_KERNEL: return parse_launch(command, parser, &command->launch.kernel);
    case OPT_GLOBAL: return parse_launch(command, parser, &command->launch.global);
    case OPT_LOCAL: return parse_launch(command, parser, &command->launch.local);
    case OPT_OFFSET: return parse_launch(command, parser, &command->launch.offset);
    case OPT_MAX_CYCLES:
        return parse_number(command, parser, UINT64_MAX, &config->max_instructions);
    case OPT_PERTURB: return parse_number(command, parser, UINT64_MAX, &config->perturb);
    case OPT_THREADS: return parse_count(command, parser, 64, &config->threads);
    case OPT_CHECK: return parse_check(command, parser);
    case OPT_NEUTRINO: return command->bare = true;
    case OPTION_INPUT: return parse_input(command, parser->value);
    case OPTION_DIAGNOSTIC: return true;
    case OPTION_UNKNOWN: options_report_unknown(parser); return false;
    default: return false;
    }
}

static bool parse(struct command *command, int argc, char **argv, bool *done) {
    struct option_parser parser;
    bool ok = options_init(&parser, &musim_options, argc, argv, &command->diag);
    int id = OPTION_END;
    while (ok && (id = options_next(&parser)) != OPTION_END && id != OPTION_DONE)
        ok = parse_option(command, &parser, id);
    *done = ok && id == OPTION_DONE;
    if (ok && !*done && !command->program) {
        diag_error(&command->diag, "no program given");
        ok = false;
    }
    ok = ok && (*done || launch_check(&command->launch, &command->diag));
    if (ok && command->bare && command->launch.kernel) {
        diag_error(&command->diag, "'--neutrino' runs a program without a machine for '--kernel'");
        ok = false;
    }
    /* The parser owns the arguments' text. */
    if (command->program)
        command->program = xstrdup(command->program);
    string_list_add_all(&command->response_files, &parser.response_files);
    options_free(&parser);
    return ok;
}

/* ---- objects ---- */

static const char *transfer_file(const char *transfer) {
    return strchr(transfer, ':') + 1;
}

static bool fill_object(struct command *command, struct musim *machine, const char *transfer) {
    struct object object;
    if (!object_find(machine, transfer, &object, &command->diag))
        return false;
    size_t size;
    const char *file = transfer_file(transfer);
    char *bytes = input_read(file, &size, &command->diag);
    bool ok = bytes != NULL;
    if (ok && size > object.size) {
        diag_file_error(&command->diag, file, "%zu bytes do not fit '%s', which has %u", size,
                        object.name, object.size);
        ok = false;
    }
    ok = ok && object_write(machine, &object, bytes, size, &command->diag);
    free(bytes);
    free(object.name);
    return ok;
}

static bool add_object(struct command *command, struct musim *machine, const char *transfer,
                       struct outputs *outputs) {
    struct object object;
    if (!object_find(machine, transfer, &object, &command->diag))
        return false;
    uint8_t *bytes = xmalloc(object.size ? object.size : 1);
    bool ok = object_read(machine, &object, bytes, &command->diag);
    if (ok)
        outputs_add(outputs, transfer_file(transfer), bytes, object.size);
    free(bytes);
    free(object.name);
    return ok;
}

static bool check_outputs(struct command *command) {
    struct string_list inputs = {0}, outputs = {0};
    string_list_add(&inputs, command->program);
    string_list_add_all(&inputs, &command->response_files);
    for (size_t i = 0; i < command->inputs.count; i++)
        string_list_add(&inputs, transfer_file(command->inputs.items[i]));
    for (size_t i = 0; i < command->outputs.count; i++)
        string_list_add(&outputs, transfer_file(command->outputs.items[i]));
    bool ok = output_names_check(&inputs, &outputs, &command->diag);
    string_list_free(&inputs);
    string_list_free(&outputs);
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
        if (!object_find(machine, command->outputs.items[i], &object, &command->diag))
            return false;
        free(object.name);
    }
    return !command->launch.kernel || launch_prepare(machine, &command->launch, &command->diag);
}

/* On standard error everything is JSON, if it is to be. */
static enum musim_status run(struct command *command, struct musim *machine) {
    if (!command->diag.json)
        progress_begin(machine, command->config.max_instructions);
    stop_begin(machine);
    enum musim_status end = musim_run(machine);
    stop_end();
    progress_end();
    return end;
}

/* None of them if what was printed is lost. */
static bool write_objects(struct command *command, struct musim *machine) {
    struct outputs outputs = {0};
    bool ok = streams_flush(&command->diag);
    for (size_t i = 0; ok && i < command->outputs.count; i++)
        ok = add_object(command, machine, command->outputs.items[i], &outputs);
    if (ok)
        return outputs_commit(&outputs, &command->diag);
    outputs_abandon(&outputs);
    return false;
}

/* What comes after the run; false, after a diagnostic, if some of it got lost. */
static bool finish(struct command *command, struct musim *machine,
                   const struct musim_profile *profile) {
    bool ok = true;
    for (size_t i = 0; i < command->dumps.count; i++)
        ok &= dump_print(machine, command->dumps.items[i], &command->diag);
    if (command->stats)
        dump_stats(machine, command->stats_json);
    if (profile)
        hot_print(profile);
    return write_objects(command, machine) && ok;
}

/* A result that is not 0 stays so in eight bits. */
static int exit_status(enum musim_status status, uint32_t result) {
    switch (status) {
    case MUSIM_DONE: return result && !(result & 0xff) ? 1 : (int)(result & 0xff);
    case MUSIM_DEADLOCK: return EXIT_DEADLOCK;
    case MUSIM_EXHAUSTED: return EXIT_EXHAUSTED;
    case MUSIM_INTERRUPTED: return EXIT_SIGNAL + stop_signal();
    default: return EXIT_FAULT;
    }
}

/* With its output lost, a program that ended without a fault has failed all the same. */
static int status_of_lost_output(enum musim_status end, int status) {
    return end == MUSIM_DONE ? EXIT_INPUT : status;
}

static int simulate(struct command *command) {
    if (!check_outputs(command))
        return EXIT_INPUT;
    struct musim *machine = musim_create(&command->config);
    if (!machine) {
        diag_error(&command->diag, "not enough address space for the simulated memory");
        return EXIT_INPUT;
    }
    struct musim_profile *profile = command->hot ? musim_profile_create(machine) : NULL;
    int status = EXIT_INPUT;
    if (prepare(command, machine)) {
        enum musim_status end = run(command, machine);
        status = exit_status(end, musim_result(machine));
        if (!finish(command, machine, profile))
            status = status_of_lost_output(end, status);
    }
    musim_profile_free(profile);
    musim_free(machine);
    return status;
}

static const char *closed_pipe_message;

/* A program may print for ever: nobody reads it any more, so the run ends. */
static void on_closed_pipe(int number) {
    (void)number;
    progress_hide();
    ssize_t written = write(STDERR_FILENO, closed_pipe_message, strlen(closed_pipe_message));
    (void)written;
    _exit(EXIT_INPUT);
}

static void end_on_closed_pipe(bool json) {
    closed_pipe_message =
        json ? "{\"tool\":\"musim\",\"severity\":\"error\",\"message\":\"cannot write: Broken "
               "pipe\",\"file\":\"<stdout>\"}\n"
             : "<stdout>: error: cannot write: Broken pipe\n";
    signal(SIGPIPE, on_closed_pipe);
}

int main(int argc, char **argv) {
    struct command command = {0};
    bool done = false;
    streams_begin();
    diag_init(&command.diag, "musim");
    int status = EXIT_USAGE;
    if (parse(&command, argc, argv, &done)) {
        command.config.json_reports = command.diag.json;
        end_on_closed_pipe(command.diag.json);
        if (done)
            status = EXIT_SUCCESS;
        else if (command.bare)
            status = musim_run_neutrino(command.program, command.config.max_instructions, NULL,
                                        command.config.json_reports);
        else
            status = simulate(&command);
    }
    status = streams_end(status, &command.diag);
    string_list_free(&command.dumps);
    string_list_free(&command.inputs);
    string_list_free(&command.outputs);
    string_list_free(&command.response_files);
    free((char *)command.launch.kernel);
    free((char *)command.launch.global);
    free((char *)command.launch.local);
    free((char *)command.launch.offset);
    free((char *)command.program);
    diag_free(&command.diag);
    return status;
}
