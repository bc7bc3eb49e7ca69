#include "muonc/link/lld.h"

#include "muonc/link/alignment.h"
#include "muonc/link/neutrino_image.h"
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

/* Shared memory and sync points have addresses of their own that overlap each other and nothing
 * that is loaded, which lld cannot know; layout.c keeps loaded sections apart. */
static void add_fixed_arguments(struct string_list *command) {
    static const char *const arguments[] = {
        "-m",         "elf32lriscv",         "-static", "--emit-relocs",
        "--no-relax", "--no-check-sections", "-z",      "nognustack",
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

/* In a dry run the objects have not been made: they are named as they are. */
static bool add_file(struct string_list *command, const char *path, const char *directory,
                     bool dry_run, struct diag_engine *diag) {
    char *neutral =
        dry_run ? xstrdup(path) : alignment_neutral(path, directory, command->count, diag);
    if (neutral)
        string_list_add(command, neutral);
    free(neutral);
    return neutral;
}

static bool add_inputs(struct string_list *command, const struct link_request *request,
                       const char *directory, struct diag_engine *diag) {
    bool dry_run = request->echo == PROGRAM_DRY_RUN, ok = true;
    for (size_t i = 0; ok && i < request->inputs->count; i++) {
        const char *input = request->inputs->items[i];
        if (!strncmp(input, "-l", 2)) {
            char *library = find_library(input + 2, request->arguments);
            if (library)
                ok = add_file(command, library, directory, dry_run, diag);
            else /* lld says it */
                string_list_add(command, input);
            free(library);
        } else if (input[0] == '-') {
            add_user_argument(command, input);
        } else {
            ok = add_file(command, input, directory, dry_run, diag);
        }
    }
    return ok;
}

static bool add_neutrino(struct string_list *command, const struct nbin *nbin,
                         const char *directory, bool dry_run, struct diag_engine *diag) {
    char *path = xasprintf("%s/neutrino.o", directory);
    size_t size;
    char *object = neutrino_image_object(nbin, &size);
    bool ok = dry_run || output_write(path, object, size, diag);
    string_list_add(command, path);
    free(object);
    free(path);
    return ok;
}

static bool run_lld(const struct string_list *command, enum program_echo echo,
                    struct diag_engine *diag) {
    int status = program_execute(&(struct program_run){.arguments = command, .echo = echo}, diag);
    if (status && status != 127)
        diag_error(diag, "linking failed (lld exited with status %d)", status);
    return status == 0;
}

bool lld_link(const struct link_request *request, const char *directory, const char *output,
              struct diag_engine *diag) {
    struct string_list command = {0};
    bool dry_run = request->echo == PROGRAM_DRY_RUN;
    bool start_files = !request->no_start_files && !request->no_standard_library;
    string_list_add(&command, program_lld());
    add_fixed_arguments(&command);
    string_list_add(&command, "-T");
    if (request->script)
        string_list_add(&command, request->script);
    else
        add_resource(&command, "muon/muon.ld");
    string_list_add(&command, "-o");
    string_list_add(&command, output);
    if (start_files)
        add_resource(&command, "muon/crt0.o");
    for (size_t i = 0; request->arguments && i < request->arguments->count; i++)
        string_list_add(&command, request->arguments->items[i]);
    bool ok = add_inputs(&command, request, directory, diag);
    if (ok && request->nbin)
        ok = add_neutrino(&command, request->nbin, directory, dry_run, diag);
    if (!request->no_standard_library)
        add_resource(&command, "muon/libmuon.a");
    ok = ok && run_lld(&command, request->echo, diag);
    string_list_free(&command);
    return ok;
}
