#include "muonc/driver/results.h"

#include "support/output.h"
#include "support/output_names.h"
#include "support/path.h"

#include <stdlib.h>
#include <string.h>

/* ---- names ---- */

char *result_name(const char *path, const char *suffix) {
    return path_with_extension(strcmp(path, "-") ? path_name(path) : "stdin", suffix);
}

char *result_of_unit(const struct command *command, const struct input *input) {
    if (command->output)
        return xstrdup(command->output);
    if (command->action == ACTION_OBJECT)
        return result_name(input->path, ".o");
    return command->asm_file ? result_name(input->path, ".s") : xstrdup("-");
}

bool command_links(const struct command *command) {
    return command->action == ACTION_LINK || command->action == ACTION_RV32;
}

const char *result_of_link(const struct command *command) {
    return command->output ? command->output : "a.out";
}

char *result_of_lld(const struct command *command) {
    return command->save_temps ? result_name(result_of_link(command), ".rv32.elf") : NULL;
}

char *result_of_dependencies(const struct command *command, const char *target) {
    if (command->depfile)
        return xstrdup(command->depfile);
    if (!strcmp(target, "-"))
        return xstrdup("stdin.d");
    /* Beside a device is no place for files. */
    return output_is_device(target) ? result_name(target, ".d") : path_with_extension(target, ".d");
}

/* ---- what must not be replaced ---- */

static void add_inputs(const struct command *command, struct string_list *inputs) {
    for (size_t i = 0; i < command->input_count; i++)
        if (command->inputs[i].language != LANGUAGE_OPTION)
            string_list_add(inputs, command->inputs[i].path);
    if (command->nbin_path)
        string_list_add(inputs, command->nbin_path);
    if (command->script)
        string_list_add(inputs, command->script);
    string_list_add_all(inputs, &command->response_files);
    const struct string_list *options = &command->preprocessor;
    for (size_t i = 0; i + 1 < options->count; i++)
        if (!strcmp(options->items[i], "-include") || !strcmp(options->items[i], "-imacros"))
            string_list_add(inputs, options->items[i + 1]);
}

/* ---- what is written ---- */

/* Takes over the path. */
static void add_path(struct string_list *outputs, char *path) {
    string_list_add(outputs, path);
    free(path);
}

static void add_dependencies(const struct command *command, const char *target,
                             struct string_list *outputs) {
    if (command->dependencies)
        add_path(outputs, result_of_dependencies(command, target));
}

static void add_intermediates(const struct command *command, const struct input *input,
                              struct string_list *outputs) {
    static const char *const suffixes[] = {".lowered", ".bc", ".ll"};
    if (!command->save_temps || !language_is_source(input->language))
        return;
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        add_path(outputs, result_name(input->path, suffixes[i]));
    if (!language_is_preprocessed(input->language))
        add_path(outputs,
                 result_name(input->path, language_is_cxx(input->language) ? ".ii" : ".i"));
    if (command_links(command))
        add_path(outputs, result_name(input->path, ".o"));
}

/* What several units print is one output. */
static void add_unit(const struct command *command, const struct input *input, bool *prints,
                     struct string_list *outputs) {
    char *path = result_of_unit(command, input);
    bool is_stdout = output_is_stdout(path);
    if (!is_stdout || !*prints)
        string_list_add(outputs, path);
    *prints |= is_stdout;
    add_dependencies(command, path, outputs);
    free(path);
}

static void add_outputs(const struct command *command, struct string_list *outputs) {
    bool prints = false;
    if (command_links(command)) {
        string_list_add(outputs, result_of_link(command));
        add_dependencies(command, result_of_link(command), outputs);
        if (command->save_temps)
            add_path(outputs, result_of_lld(command));
    }
    for (size_t i = 0; i < command->input_count; i++) {
        const struct input *input = &command->inputs[i];
        if (language_is_linked(input->language))
            continue;
        if (!command_links(command))
            add_unit(command, input, &prints, outputs);
        add_intermediates(command, input, outputs);
    }
}

bool results_check(const struct command *command, struct diag_engine *diag) {
    struct string_list inputs = {0}, outputs = {0};
    add_inputs(command, &inputs);
    add_outputs(command, &outputs);
    bool ok = output_names_check(&inputs, &outputs, diag);
    string_list_free(&inputs);
    string_list_free(&outputs);
    return ok;
}
