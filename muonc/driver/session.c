#include "muonc/driver/session.h"

#include "muonc/driver/compiler.h"
#include "muonc/driver/options.h"
#include "muonc/driver/results.h"
#include "muonc/targets/targets.h"
#include "support/output.h"
#include "support/overlay.h"
#include "support/resource.h"
#include "support/run_clang.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the generated header ---- */

/* Clang includes the header under the nbin's own name, through an overlay of its file system: so
 * messages, dependency files and debug information name a file that exists and does not change. */
static bool make_overlay(struct session *session) {
    const char *nbin = session->command->nbin_path;
    char *header = xasprintf("%s/tasks.h", session->directory);
    char *text = overlay_text(nbin, OVERLAY_WITHOUT_LINKS_TOO, header);
    session->overlay = xasprintf("%s/overlay.json", session->directory);
    bool ok = text && output_write(header, session->nbin.header, strlen(session->nbin.header),
                                   session->diag);
    ok = ok && output_write(session->overlay, text, strlen(text), session->diag);
    if (!text)
        diag_file_error(session->diag, nbin, "the file's name is no UTF-8");
    free(text);
    free(header);
    return ok;
}

/* ---- the session ---- */

/* What a target for the host has no use for. */
static bool check_target(const struct session *session) {
    const struct command *command = session->command;
    const char *option = command->nbin_path               ? "--neutrino"
                         : command->action == ACTION_RV32 ? "--emit=rv32"
                         : command->script                ? "-T"
                                                          : NULL;
    if (!session->target->is_host || !option)
        return true;
    diag_error(session->diag, "%s: not with --target=host, which has no Muon program", option);
    session->diag->wrong_usage = true;
    return false;
}

bool session_open(struct session *session, const struct command *command,
                  struct diag_engine *diag) {
    *session = (struct session){.command = command,
                                .target = targets[command->target],
                                .diag = diag,
                                .keeps_objects = command_links(command)};
    if (!check_target(session))
        return false;
    if (command->nbin_path) {
        session->has_nbin = nbin_read(command->nbin_path, &session->nbin, diag);
        if (!session->has_nbin)
            return false;
        if (command_links(command) && !session->nbin.image) {
            diag_file_error(diag, command->nbin_path,
                            "this is a task interface, which is enough to compile; to link, the "
                            "Neutrino binary is needed");
            return false;
        }
    }
    session->directory = program_temporary_directory(diag);
    session->include = resource_include_directory();
    if (!session->directory || (session->has_nbin && !make_overlay(session)))
        return false;
    if (session->target->notes)
        session->notes =
            session->target->notes(&command->shape, session->has_nbin,
                                   session->has_nbin ? session->nbin.image_header.abi_hash : 0);
    return true;
}

void session_close(struct session *session) {
    program_abandon(&session->lld);
    outputs_abandon(&session->outputs);
    if (session->directory)
        program_remove_directory(session->directory);
    if (session->has_nbin)
        nbin_free(&session->nbin);
    free(session->directory);
    free(session->include);
    free(session->overlay);
    free(session->notes);
    free(session->rule_targets);
    *session = (struct session){0};
}

/* ---- clang ---- */

static void add_options(struct string_list *list, const char *const *options) {
    for (; *options; options++)
        string_list_add(list, *options);
}

/* All, or all but the headers that the user has included first. */
static void add_preprocessor(struct string_list *list, const struct string_list *options,
                             bool headers) {
    for (size_t i = 0; i < options->count; i++) {
        if (!headers && !strcmp(options->items[i], "-include"))
            i++;
        else
            string_list_add(list, options->items[i]);
    }
}

struct string_list session_clang(const struct session *session, enum language language,
                                 enum preprocessing preprocessing) {
    const struct command *command = session->command;
    const struct target *target = session->target;
    struct string_list list = {0};
    string_list_add(&list, program_clang());
    string_list_addf(&list, "--target=%s", target->triple);
    add_options(&list, target->clang_options);
    string_list_addf(&list, "-ffile-prefix-map=%s/=", session->include);
    string_list_add(&list, "-O2");
    /* It does not write to the terminal itself. */
    if (session->diag->color)
        string_list_add(&list, "-fcolor-diagnostics");
    /* Reports want lines, so there are line tables unless the user asks for more, or for none. */
    if (!command->no_debug)
        string_list_add(&list, target->debug_option);
    if (!command->no_debug && !command->debug_given)
        string_list_add(&list, "-gline-tables-only");
    if (language_is_cxx(language))
        add_options(&list, target->cxx_options);
    if (language_is_source(language) && strchr("23", command->optimization))
        add_options(&list, target->speed_options);
    for (size_t i = 0; i < command->compiler.count; i++)
        string_list_add(&list, command->compiler.items[i]);
    if (command->no_debug)
        string_list_add(&list, "-g0");
    if (language_is_source(language))
        add_options(&list, target->fixed_options);
    if (preprocessing == PREPROCESS_NOTHING || language_is_preprocessed(language))
        return list;
    bool headers = preprocessing == PREPROCESS;
    target->add_preprocessor(&list, &command->shape, command->half_is_bfloat);
    add_preprocessor(&list, &command->preprocessor, headers);
    string_list_addf(&list, "-isystem%s", session->include);
    char *library = resource_path(target->library);
    if (language_is_cxx(language))
        string_list_addf(&list, "-isystem%s/include/c++", library);
    string_list_addf(&list, "-isystem%s/include", library);
    free(library);
    if (language_is_source(language) && headers) {
        string_list_add(&list, "-include");
        string_list_add(&list, target->header);
    }
    if (session->overlay && language_is_source(language) && headers) {
        string_list_add(&list, "-ivfsoverlay");
        string_list_add(&list, session->overlay);
        string_list_add(&list, "-include");
        string_list_add(&list, command->nbin_path);
    }
    return list;
}

void session_add_messages_file(const struct session *session, struct string_list *arguments,
                               const char *name) {
    char *path = xasprintf("%s/%s.dia", session->directory, name);
    clang_add_messages_file(arguments, path, session->diag);
    free(path);
}

static bool forward_messages(const char *path, struct diag_engine *diag) {
    const struct compiler *compiler = compiler_get(diag);
    return compiler && compiler->forward_messages(path, diag);
}

int session_run_program(const struct session *session, struct program *ahead,
                        struct program_run run) {
    run.echo = session->command->echo;
    struct clang_run clang = {run, ahead, &muonc_options, forward_messages};
    return clang_execute(clang, session->diag);
}

int session_run(const struct session *session, const struct string_list *arguments,
                const char *input, size_t input_size, char **output, size_t *output_size) {
    struct string_list command = {0};
    string_list_add_all(&command, arguments);
    session_add_messages_file(session, &command, "clang");
    struct program_run run = {.arguments = &command,
                              .input = input,
                              .input_size = input_size,
                              .captured = output,
                              .captured_size = output_size};
    int status = session_run_program(session, NULL, run);
    string_list_free(&command);
    return status;
}
