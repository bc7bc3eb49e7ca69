/* muonc: the Muon compiler. docs/architecture.md shows the pipeline that this file runs. */
#include "muonc/driver/command.h"
#include "muonc/driver/compiler.h"
#include "muonc/driver/results.h"
#include "muonc/driver/session.h"
#include "muonc/driver/unit.h"
#include "muonc/link/link.h"
#include "support/interrupt.h"
#include "support/output.h"
#include "support/streams.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- dependency files ---- */

static void begin_dependencies(struct session *session, const char *target) {
    session->rule_target = target;
    free(session->rule_targets);
    session->rule_targets = NULL;
    session->dependencies = session->command->dependencies ? tmpfile() : NULL;
}

static bool end_dependencies(struct session *session, bool ok) {
    FILE *rules = session->dependencies;
    session->dependencies = NULL;
    if (!rules)
        return ok;
    long size = ftell(rules);
    char *text = xmalloc((size_t)size + 1);
    rewind(rules);
    size_t read = fread(text, 1, (size_t)size, rules);
    fclose(rules);
    char *path = result_of_dependencies(session->command, session->rule_target);
    if (ok && session->command->echo != PROGRAM_DRY_RUN)
        outputs_add(&session->outputs, path, text, read);
    free(path);
    free(text);
    return ok;
}

/* ---- compiling ---- */

static bool compile_all(struct session *session) {
    const struct command *command = session->command;
    bool ok = true;
    for (size_t i = 0; i < command->input_count; i++) {
        const struct input *input = &command->inputs[i];
        if (language_is_linked(input->language))
            continue;
        char *output = result_of_unit(command, input);
        begin_dependencies(session, output);
        bool compiled = unit_compile(session, input, command->action, output);
        ok = end_dependencies(session, compiled) && ok;
        free(output);
    }
    return ok;
}

/* ---- linking ---- */

/* Compiles the sources to temporary objects; the link's inputs in the command line's order. */
static bool compile_objects(struct session *session, struct string_list *objects,
                            struct string_list *names) {
    const struct command *command = session->command;
    bool ok = true;
    for (size_t i = 0; i < command->input_count; i++) {
        const struct input *input = &command->inputs[i];
        string_list_add(names, strcmp(input->path, "-") ? input->path : "<stdin>");
        if (language_is_linked(input->language)) {
            string_list_add(objects, input->path);
            continue;
        }
        char *name = result_name(input->path, ".o");
        char *object = xasprintf("%s/%zu-%s", session->directory, i, name);
        ok = unit_compile(session, input, ACTION_OBJECT, object) && ok;
        string_list_add(objects, object);
        free(object);
        free(name);
    }
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
    begin_dependencies(session, output);
    bool ok = compile_objects(session, &objects, &names);
    ok = ok && session->target->link(&request, session->diag);
    ok = end_dependencies(session, ok);
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
