#include "nbc/build.h"

#include "nbc/frontend.h"
#include "support/output.h"
#include "support/resource.h"

#include <stdlib.h>
#include <string.h>

struct build {
    const struct build_request *request;
    struct diag_engine *diag;
    const char *prefix; /* of every intermediate file */
    struct string_list objects;
};

static bool run(struct build *build, const struct string_list *arguments) {
    struct program_run program = {.arguments = arguments, .echo = build->request->echo};
    int status = program_execute(&program, build->diag);
    if (status)
        build->diag->errors++;
    return status == 0;
}

static void user_arguments(const struct build *build, struct string_list *arguments) {
    const struct string_list *user = build->request->arguments;
    for (size_t i = 0; i < user->count; i++)
        string_list_add(arguments, user->items[i]);
    string_list_add(arguments,
                    build->diag->color ? "-fcolor-diagnostics" : "-fno-color-diagnostics");
}

/* One compilation. is_user: of a source of the user, whose warnings the parser has reported. */
static bool compile(struct build *build, const char *source, bool is_user) {
    char *object = xasprintf("%s%zu.o", build->prefix, build->objects.count);
    struct string_list arguments = {0};
    string_list_add(&arguments, program_clang());
    frontend_target_arguments(&arguments);
    string_list_add(&arguments, "-O2");
    string_list_add(&arguments, "-ffunction-sections");
    string_list_add(&arguments, "-fno-common");
    string_list_add(&arguments, "-fno-exceptions");
    /* There is no errno, so a square root is an instruction and not a call. */
    string_list_add(&arguments, "-fno-math-errno");
    string_list_add(&arguments, "-fno-asynchronous-unwind-tables");
    string_list_add(&arguments, "-fdebug-compilation-dir=.");
    if (is_user)
        user_arguments(build, &arguments);
    string_list_add(&arguments, "-w");
    string_list_add(&arguments, "-c");
    string_list_add(&arguments, source);
    string_list_add(&arguments, "-o");
    string_list_add(&arguments, object);
    bool ok = run(build, &arguments);
    string_list_free(&arguments);
    string_list_add(&build->objects, object);
    free(object);
    return ok;
}

static bool compile_text(struct build *build, const char *name, const char *text) {
    char *path = xasprintf("%s%s", build->prefix, name);
    bool ok = (build->request->echo == PROGRAM_DRY_RUN ||
               output_write(path, text, strlen(text), build->diag)) &&
              compile(build, path, false);
    free(path);
    return ok;
}

static bool link_image(struct build *build, const char *output) {
    char *script = resource_path("neutrino/neutrino.ld");
    char *library = resource_path("neutrino/libtask.a");
    struct string_list arguments = {0};
    string_list_add(&arguments, program_lld());
    string_list_add(&arguments, "-T");
    string_list_add(&arguments, script);
    string_list_add(&arguments, "--gc-sections");
    string_list_add(&arguments, "--build-id=none");
    string_list_add(&arguments, "--discard-locals");
    string_list_add(&arguments, build->diag->color ? "--color-diagnostics=always"
                                                   : "--color-diagnostics=never");
    string_list_add(&arguments, "--undefined=neutrino_start");
    for (size_t i = 0; i < build->objects.count; i++)
        string_list_add(&arguments, build->objects.items[i]);
    for (size_t i = 0; i < build->request->objects->count; i++)
        string_list_add(&arguments, build->request->objects->items[i]);
    string_list_add(&arguments, library);
    string_list_add(&arguments, "-o");
    string_list_add(&arguments, output);
    bool ok = run(build, &arguments);
    string_list_free(&arguments);
    free(library);
    free(script);
    return ok;
}

static bool compile_all(struct build *build) {
    const struct build_request *request = build->request;
    bool ok = true;
    for (size_t i = 0; i < request->sources->count; i++)
        ok &= compile(build, request->sources->items[i], true);
    return ok && compile_text(build, "boilerplate.c", request->boilerplate) &&
           compile_text(build, "sections.s", request->sections);
}

char *build_nbin(const struct build_request *request, size_t *size, bool *ok,
                 struct diag_engine *diag) {
    char *directory = request->keep ? NULL : program_temporary_directory(diag);
    *ok = false;
    if (!request->keep && !directory)
        return NULL;
    char *prefix = request->keep ? xasprintf("%s.", request->keep) : xasprintf("%s/", directory);
    struct build build = {.request = request, .diag = diag, .prefix = prefix};
    char *image = xasprintf("%slinked", prefix), *bytes = NULL;
    *ok = compile_all(&build) && link_image(&build, image);
    if (*ok && request->echo != PROGRAM_DRY_RUN) {
        bytes = input_read(image, size, diag);
        *ok = bytes != NULL;
    }
    if (directory)
        program_remove_directory(directory);
    string_list_free(&build.objects);
    free(image);
    free(prefix);
    free(directory);
    return bytes;
}
