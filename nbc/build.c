#include "nbc/build.h"

#include "nbc/frontend.h"
#include "nbc/options.h"
#include "support/clang_messages.h"
#include "support/lld_messages.h"
#include "support/output.h"
#include "support/path.h"
#include "support/resource.h"
#include "support/run_clang.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct build {
    const struct build_request *request;
    struct diag_engine *diag;
    const char *prefix;                /* of every intermediate file */
    struct string_list objects, names; /* and the sources that they were made of */
};

static bool run_clang(struct build *build, struct string_list *arguments) {
    char *messages = xasprintf("%smessages.dia", build->prefix);
    clang_add_messages_file(arguments, messages, build->diag);
    struct clang_run clang = {.run = {.arguments = arguments, .echo = build->request->echo},
                              .set = &nbc_options,
                              .forward = clang_messages_forward_file};
    int status = clang_execute(clang, build->diag);
    build->diag->errors += status && !build->diag->errors;
    unlink(messages);
    free(messages);
    return status == 0;
}

static bool run_lld(struct build *build, const struct string_list *arguments) {
    char *text = NULL;
    size_t size;
    struct program_run run = {.arguments = arguments,
                              .echo = build->request->echo,
                              .messages = &text,
                              .messages_size = &size};
    struct lld_messages messages = {.paths = &build->objects, .names = &build->names};
    int status = program_execute(&run, build->diag);
    if (text)
        lld_messages_forward(&messages, text, build->diag);
    build->diag->errors += status && !build->diag->errors;
    free(text);
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
    bool ok = run_clang(build, &arguments);
    string_list_free(&arguments);
    string_list_add(&build->objects, object);
    string_list_add(&build->names, is_user ? source : path_name(source));
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
    string_list_add(&arguments, "--color-diagnostics=never"); /* as lld_messages.h reads them */
    string_list_add(&arguments, "--no-demangle");
    string_list_add(&arguments, "--undefined=neutrino_start");
    for (size_t i = 0; i < build->objects.count; i++)
        string_list_add(&arguments, build->objects.items[i]);
    for (size_t i = 0; i < build->request->objects->count; i++)
        string_list_add(&arguments, build->request->objects->items[i]);
    string_list_add(&arguments, library);
    string_list_add(&arguments, "-o");
    string_list_add(&arguments, output);
    bool ok = run_lld(build, &arguments);
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
    string_list_free(&build.names);
    free(image);
    free(prefix);
    free(directory);
    return bytes;
}
