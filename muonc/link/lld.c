#include "muonc/link/lld.h"

#include "muonc/link/alignment.h"
#include "muonc/link/neutrino_image.h"
#include "muonc/link/references.h"
#include "support/input_script.h"
#include "support/lld_messages.h"
#include "support/output.h"
#include "support/resource.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void add_resource(struct string_list *command, const char *name) {
    char *path = resource_path(name);
    string_list_add(command, path);
    free(path);
}

/* What lld is told to link, and the options that stand between; of the files the names that the
 * user knows, too. */
struct input_files {
    struct string_list inputs, paths, names;
};

static void add_name(struct input_files *files, const char *path, const char *name) {
    string_list_add(&files->paths, path);
    string_list_add(&files->names, name);
}

static void input_files_free(struct input_files *files) {
    string_list_free(&files->inputs);
    string_list_free(&files->paths);
    string_list_free(&files->names);
}

/* Shared memory and sync points have addresses of their own that overlap each other and nothing
 * that is loaded, which lld cannot know; layout.c keeps loaded sections apart. */
static void add_fixed_arguments(struct string_list *command) {
    static const char *const arguments[] = {
        "-m",
        "elf32lriscv",
        "-static",
        "--emit-relocs",
        "--no-relax",
        "--no-check-sections",
        "-z",
        "nognustack",
        "--no-demangle",
        "--color-diagnostics=never", /* as lld_messages.h reads them */
    };
    for (size_t i = 0; i < sizeof arguments / sizeof *arguments; i++)
        string_list_add(command, arguments[i]);
}

/* "-Wl,a,b" stands for two arguments. */
static void add_user_argument(struct string_list *command, const char *argument) {
    if (strncmp(argument, "-Wl,", 4)) {
        string_list_add(command, argument);
        return;
    }
    char *copy = xstrdup(argument + 4), *rest = copy;
    for (char *part; (part = strsep(&rest, ","));)
        string_list_add(command, part);
    free(copy);
}

/* The file that -lname stands for, as lld looks for it; NULL if there is none. */
static char *find_library(const char *name, const struct string_list *arguments) {
    for (size_t i = 0; arguments && i < arguments->count; i++) {
        const char *directory = arguments->items[i];
        if (strncmp(directory, "-L", 2))
            continue;
        directory = directory[2]               ? directory + 2
                    : i + 1 < arguments->count ? arguments->items[++i]
                                               : "";
        char *path = name[0] == ':' ? xasprintf("%s/%s", directory, name + 1)
                                    : xasprintf("%s/lib%s.a", directory, name);
        if (!access(path, R_OK))
            return path;
        free(path);
    }
    return NULL;
}

static char *neutrino_object_path(const struct link_request *request) {
    return xasprintf("%s/neutrino.o", request->directory);
}

static bool write_neutrino(const struct link_request *request, struct diag_engine *diag) {
    if (!request->nbin || request->echo == PROGRAM_DRY_RUN)
        return true;
    char *path = neutrino_object_path(request);
    size_t size;
    char *object = neutrino_image_object(request->nbin, &size);
    bool ok = output_write(path, object, size, diag);
    free(object);
    free(path);
    return ok;
}

/* In a dry run the objects have not been made: they are named as they are. */
static bool take_file(const struct link_request *request, const char *path, const char *name,
                      struct input_files *files, struct diag_engine *diag) {
    char *neutral = request->echo == PROGRAM_DRY_RUN
                        ? xstrdup(path)
                        : alignment_neutral(path, request->directory, files->inputs.count, diag);
    if (neutral) {
        string_list_add(&files->inputs, neutral);
        add_name(files, neutral, name);
    }
    free(neutral);
    return neutral;
}

static bool take_library(const struct link_request *request, const char *option,
                         struct input_files *files, struct diag_engine *diag) {
    char *path = find_library(option + 2, request->arguments);
    bool ok = !path || take_file(request, path, path, files, diag);
    if (!path) /* lld says it */
        string_list_add(&files->inputs, option);
    free(path);
    return ok;
}

/* What is linked, in order. */
static bool take_inputs(const struct link_request *request, struct input_files *files,
                        struct diag_engine *diag) {
    bool ok = true;
    if (!request->no_start_files && !request->no_standard_library) {
        add_resource(&files->inputs, "muon/crt0.o");
        add_name(files, files->inputs.items[0], "crt0.o");
    }
    for (size_t i = 0; ok && i < request->inputs->count; i++) {
        const char *input = request->inputs->items[i];
        if (!strncmp(input, "-l", 2))
            ok = take_library(request, input, files, diag);
        else if (input[0] == '-')
            add_user_argument(&files->inputs, input);
        else
            ok = take_file(request, input, request->names->items[i], files, diag);
    }
    return ok;
}

static struct string_list command_line(const struct link_request *request, const char *output,
                                       const struct string_list *inputs) {
    struct string_list command = {0};
    string_list_add(&command, program_lld());
    add_fixed_arguments(&command);
    string_list_add(&command, "-T");
    if (request->script)
        string_list_add(&command, request->script);
    else
        add_resource(&command, "muon/muon.ld");
    string_list_add(&command, "-o");
    string_list_add(&command, output);
    for (size_t i = 0; request->arguments && i < request->arguments->count; i++)
        string_list_add(&command, request->arguments->items[i]);
    for (size_t i = 0; i < inputs->count; i++)
        string_list_add(&command, inputs->items[i]);
    if (request->nbin) {
        char *path = neutrino_object_path(request);
        string_list_add(&command, path);
        free(path);
    }
    if (!request->no_standard_library)
        add_resource(&command, "muon/libmuon.a");
    if (request->again)
        string_list_add(&command, "--no-warnings");
    return command;
}

/* ---- ahead of its inputs ---- */

void lld_begin(const struct link_request *request, const char *output) {
    /* Commands to show are shown when they run; and lld may fail over arguments that are not ours.
     */
    if (request->lld->name || request->echo != PROGRAM_SILENT ||
        (request->arguments && request->arguments->count))
        return;
    struct string_list input = {0};
    string_list_add(&input, INPUT_SCRIPT_FILE);
    struct string_list command = command_line(request, output, &input);
    program_start(request->lld, &command, PROGRAM_INPUT | PROGRAM_MESSAGES);
    string_list_free(&command);
    string_list_free(&input);
}

/* ---- the link ---- */

static int run_lld(const struct link_request *request, const struct string_list *command,
                   const struct string_list *inputs, char **messages, struct diag_engine *diag) {
    size_t messages_size;
    struct program_run run = {.arguments = command,
                              .echo = request->echo,
                              .messages = messages,
                              .messages_size = &messages_size};
    char *script = request->lld->name ? input_script(inputs, &run.input_size) : NULL;
    if (!script) {
        program_abandon(request->lld);
        return program_execute(&run, diag);
    }
    run.input = script;
    int status = program_finish(request->lld, &run, diag);
    free(script);
    return status;
}

/* The executable without regard to undefined symbols, for the places where they are used; NULL if
 * there is none. */
static char *link_anyway(const struct string_list *command, const char *output, size_t *size,
                         struct diag_engine *diag) {
    struct string_list again = {0};
    char *messages = NULL;
    size_t messages_size;
    struct program_run run = {
        .arguments = &again, .messages = &messages, .messages_size = &messages_size};
    string_list_add_all(&again, command);
    string_list_add(&again, "--warn-unresolved-symbols");
    string_list_add(&again, "--allow-multiple-definition");
    string_list_add(&again, "--no-fatal-warnings");
    char *bytes = program_execute(&run, diag) ? NULL : input_read(output, size, diag);
    free(messages);
    string_list_free(&again);
    return bytes;
}

/* text: what lld has said. */
static void forward_messages(const struct link_request *request, const struct string_list *command,
                             const struct input_files *files, const char *output, const char *text,
                             struct diag_engine *diag) {
    struct lld_messages messages = {
        .paths = &files->paths, .names = &files->names, .script = request->script};
    size_t size;
    char *bytes =
        strstr(text, ": undefined symbol: ") ? link_anyway(command, output, &size, diag) : NULL;
    struct references *references = bytes ? references_create(bytes, size) : NULL;
    if (references) {
        messages.find_references = references_find;
        messages.context = references;
    }
    lld_messages_forward(&messages, text, diag);
    references_free(references);
    free(bytes);
}

static bool link_files(const struct link_request *request, struct input_files *files,
                       const char *output, struct diag_engine *diag) {
    struct string_list command = command_line(request, output, &files->inputs);
    unsigned errors = diag->errors;
    char *messages = NULL;
    int status = run_lld(request, &command, &files->inputs, &messages, diag);
    if (messages && *messages)
        forward_messages(request, &command, files, output, messages, diag);
    if (status && diag->errors == errors)
        diag_error(diag, "linking failed (lld exited with status %d)", status);
    free(messages);
    string_list_free(&command);
    return status == 0;
}

bool lld_link(const struct link_request *request, const char *output, struct diag_engine *diag) {
    struct input_files files = {0};
    bool ok = take_inputs(request, &files, diag) && write_neutrino(request, diag) &&
              link_files(request, &files, output, diag);
    input_files_free(&files);
    return ok;
}
