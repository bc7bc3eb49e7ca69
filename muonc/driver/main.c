/* muonc: the Muon compiler. docs/architecture.md shows the pipeline that this file runs. */
#include "muonc/driver/command.h"
#include "muonc/driver/compiler.h"
#include "muonc/driver/jobs.h"
#include "muonc/driver/results.h"
#include "muonc/driver/session.h"
#include "muonc/link/link.h"
#include "support/interrupt.h"
#include "support/output.h"
#include "support/streams.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- dependency files ---- */

static void add_rules(struct session *session, const char *target, const char *rules) {
    if (session->command->echo == PROGRAM_DRY_RUN)
        return;
    char *path = result_of_dependencies(session->command, target);
    outputs_add(&session->outputs, path, rules, strlen(rules));
    free(path);
}

/* ---- compiling ---- */

/* A job for each source. Its strings are the caller's and those of free_jobs. */
static struct job *make_jobs(const struct command *command, size_t *count) {
    struct job *jobs = xcalloc(command->input_count, sizeof *jobs);
    for (size_t i = 0; i < command->input_count; i++)
        if (!language_is_linked(command->inputs[i].language))
            jobs[(*count)++].input = &command->inputs[i];
    return jobs;
}

static void free_jobs(struct job *jobs, size_t count) {
    for (size_t i = 0; i < count; i++)
        free(jobs[i].rules);
    free(jobs);
}

static bool compile_all(struct session *session) {
    const struct command *command = session->command;
    struct string_list outputs = {0};
    size_t count = 0;
    struct job *jobs = make_jobs(command, &count);
    for (size_t i = 0; i < count; i++) {
        char *output = result_of_unit(command, jobs[i].input);
        string_list_add(&outputs, output);
        free(output);
    }
    for (size_t i = 0; i < count; i++)
        jobs[i].output = jobs[i].rule_target = outputs.items[i];
    bool ok = jobs_run(session, jobs, count, command->action);
    for (size_t i = 0; ok && i < count; i++)
        if (jobs[i].rules)
            add_rules(session, jobs[i].output, jobs[i].rules);
    free_jobs(jobs, count);
    string_list_free(&outputs);
    return ok;
}

/* ---- linking ---- */

/* The link's inputs in the command line's order, for sources the temporary objects that they are to
 * be compiled to. */
static void name_objects(const struct session *session, struct string_list *objects,
                         struct string_list *names) {
    const struct command *command = session->command;
    for (size_t i = 0; i < command->input_count; i++) {
        const struct input *input = &command->inputs[i];
        string_list_add(names, strcmp(input->path, "-") ? input->path : "<stdin>");
        if (language_is_linked(input->language)) {
            string_list_add(objects, input->path);
            continue;
        }
        char *name = result_name(input->path, ".o");
        string_list_addf(objects, "%s/%zu-%s", session->directory, i, name);
        free(name);
    }
}

/* The rules of all have the program as target. */
static bool compile_objects(struct session *session, const struct string_list *objects) {
    const struct command *command = session->command;
    size_t count = 0, size;
    struct job *jobs = make_jobs(command, &count);
    for (size_t i = 0; i < count; i++) {
        jobs[i].output = objects->items[jobs[i].input - command->inputs];
        jobs[i].rule_target = result_of_link(command);
    }
    bool ok = jobs_run(session, jobs, count, ACTION_OBJECT);
    if (ok && command->dependencies) {
        char *rules = NULL;
        FILE *out = open_memstream(&rules, &size);
        for (size_t i = 0; i < count; i++)
            fputs(jobs[i].rules, out);
        fclose(out);
        add_rules(session, result_of_link(command), rules);
        free(rules);
    }
    free_jobs(jobs, count);
    return ok;
}

static bool all_are_sources(const struct command *command) {
    for (size_t i = 0; i < command->input_count; i++)
        if (language_is_linked(command->inputs[i].language))
            return false;
    return true;
}

static bool build(struct session *session) {
    const struct command *command = session->command;
    const char *output = result_of_link(command);
    char *rv32 = result_of_lld(command);
    struct string_list objects = {0}, names = {0};
    struct link_request request = {
        .inputs = &objects,
        .names = &names,
        .arguments = &command->linker,
        .compiler = &command->compiler,
        .script = command->script,
        .no_start_files = command->no_start_files,
        .no_standard_library = command->no_standard_library,
        .nbin = session->has_nbin ? &session->nbin : NULL,
        .nbin_path = command->nbin_path,
        .shape = command->shape,
        .directory = session->directory,
        .lld = &session->lld,
        .outputs = &session->outputs,
        .output = output,
        .keep_rv32 = rv32,
        .only_rv32 = command->action == ACTION_RV32,
        .reencode.strip_debug = command->strip || command->no_debug,
        .reencode.prove = !command->no_proof && command->divergence != IR_DIVERGENCE_IGNORE,
        .reencode.spill_to_stack = command->spill_to_stack,
        .echo = command->echo,
    };
    /* Objects and libraries may have names that lld cannot be told later. */
    session->link = all_are_sources(command) ? &request : NULL;
    name_objects(session, &objects, &names);
    bool ok = compile_objects(session, &objects) && session->target->link(&request, session->diag);
    session->link = NULL;
    string_list_free(&objects);
    string_list_free(&names);
    free(rv32);
    return ok;
}

/* Returns the exit status. */
static int run(const struct command *command, struct diag_engine *diag) {
    if (!results_check(command, diag))
        return 1;
    struct session session;
    bool ok = session_open(&session, command, diag);
    if (ok)
        ok = command_links(command) ? build(&session) : compile_all(&session);
    ok = ok && !diag->errors && outputs_commit(&session.outputs, diag);
    int status = ok ? 0 : diag->wrong_usage ? 2 : 1;
    session_close(&session);
    compiler_end_loading();
    return status;
}

int main(int argc, char **argv) {
    struct diag_engine diag;
    struct command command;
    streams_begin();
    diag_init(&diag, "muonc");
    interrupt_catch();
    enum command_status status = command_parse(&command, argc, argv, &diag);
    int result = status == COMMAND_WRONG ? 2 : 0;
    if (status == COMMAND_RUN)
        result = run(&command, &diag);
    result = streams_end(result, &diag);
    command_free(&command);
    diag_free(&diag);
    return result;
}
