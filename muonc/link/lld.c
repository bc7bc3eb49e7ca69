#include "muonc/link/lld.h"

#include "muonc/link/alignment.h"
#include "muonc/link/neutrino_image.h"
#include "support/output.h"
#include "support/resource.h"

#include <stdlib.h>
#include <string.h>

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

/* In a dry run the objects have not been made: they are named as they are. */
static bool add_inputs(struct string_list *command, const struct string_list *inputs,
                       const char *directory, bool dry_run, struct diag_engine *diag) {
    for (size_t i = 0; i < inputs->count; i++) {
        char *path = dry_run ? xstrdup(inputs->items[i])
                             : alignment_neutral(inputs->items[i], directory, i, diag);
        if (!path)
            return false;
        string_list_add(command, path);
        free(path);
    }
    return true;
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
    bool ok = add_inputs(&command, request->inputs, directory, dry_run, diag);
    for (size_t i = 0; request->arguments && i < request->arguments->count; i++)
        add_user_argument(&command, request->arguments->items[i]);
    if (ok && request->nbin)
        ok = add_neutrino(&command, request->nbin, directory, dry_run, diag);
    if (!request->no_standard_library)
        add_resource(&command, "muon/libmuon.a");
    ok = ok && run_lld(&command, request->echo, diag);
    string_list_free(&command);
    return ok;
}
