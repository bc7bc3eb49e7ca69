#include "nbc/build.h"

#include "nbc/options.h"
#include "nbc/target.h"
#include "support/input_script.h"
#include "support/lld_messages.h"
#include "support/output.h"
#include "support/overlay.h"
#include "support/resource.h"
#include "support/run_clang.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- clang ---- */

static char *intermediate(const struct build *build, const char *name) {
    return xasprintf("%s%s", build->prefix, name);
}

static void add_fixed_arguments(const struct build *build, struct string_list *arguments) {
    static const char *const fixed[] = {"-O2",
                                        "-ffunction-sections",
                                        "-fno-common",
                                        "-fno-exceptions",
                                        "-fno-math-errno", /* there is no errno, so a square root is
                                                              an instruction and not a call */
                                        "-fno-asynchronous-unwind-tables",
                                        "-fdebug-compilation-dir=."};
    string_list_add(arguments, program_clang());
    target_neutrino(arguments);
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        string_list_add(arguments, fixed[i]);
    char *messages = intermediate(build, "messages.dia");
    clang_add_messages_file(arguments, messages, build->diag);
    free(messages);
}

/* Warnings are the parser's, which has reported them. */
static void add_user_arguments(const struct build *build, struct string_list *arguments) {
    string_list_add_all(arguments, build->request->arguments);
    string_list_add(arguments,
                    build->diag->color ? "-fcolor-diagnostics" : "-fno-color-diagnostics");
    string_list_add(arguments, "-w");
}

static void add_compilation(struct string_list *arguments, const char *input, const char *object) {
    string_list_add(arguments, "-c");
    string_list_add(arguments, input);
    string_list_add(arguments, "-o");
    string_list_add(arguments, object);
}

/* ---- the source with the boilerplate behind it ---- */

/* clang compiles the source under its own name, so that nothing tells of what is behind it: an
 * overlay of its file system says that the file reads as the unit. Of the first source; what is
 * neither C nor C++, or has a name that cannot stand in an overlay, is compiled by itself. */
static bool write_overlay(struct build *build) {
    const struct build_request *request = build->request;
    const char *source = request->sources->items[0];
    char *text = target_is_c(source, request->arguments)
                     ? overlay_text(source, OVERLAY_WITHOUT_LINKS_TOO, build->unit)
                     : NULL;
    bool ok = true;
    if (text) {
        build->overlay = intermediate(build, "overlay.json");
        ok = request->echo == PROGRAM_DRY_RUN ||
             output_write(build->overlay, text, strlen(text), build->diag);
    }
    free(text);
    return ok;
}

/* Behind any source, also one that includes itself. Clang lets pass all that it knows in a header
 * of the system's. */
static char *unit_text(const struct build *build, const struct build_texts *texts, size_t *size) {
    size_t length = 0;
    char *source = build->overlay
                       ? input_read(build->request->sources->items[0], &length, build->diag)
                       : xstrdup(""),
         *text = NULL;
    if (!source)
        return NULL;
    FILE *out = open_memstream(&text, size);
    fwrite(source, 1, length, out);
    fputs("\n\n#if __INCLUDE_LEVEL__ == 0\n"
          "#pragma clang diagnostic ignored \"-Wpedantic\"\n"
          "# 1 \"boilerplate.c\" 3\n",
          out);
    fputs(texts->boilerplate, out);
    fputs("#endif\n", out);
    fclose(out);
    free(source);
    return text;
}

/* Where there is no overlay, the boilerplate is a unit of its own. */
static struct string_list first_command(const struct build *build, const char *object) {
    struct string_list arguments = {0};
    add_fixed_arguments(build, &arguments);
    if (build->overlay) {
        add_user_arguments(build, &arguments);
        string_list_add(&arguments, "-ivfsoverlay");
        string_list_add(&arguments, build->overlay);
        add_compilation(&arguments, build->request->sources->items[0], object);
    } else {
        string_list_add(&arguments, "-xc");
        add_compilation(&arguments, build->unit, object);
    }
    return arguments;
}

/* ---- lld ---- */

static struct string_list link_command(const struct build *build, const struct string_list *inputs,
                                       const char *output) {
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
    library_add_to_link(build->request->library, &arguments);
    string_list_add_all(&arguments, inputs);
    string_list_add_all(&arguments, build->request->objects);
    string_list_add(&arguments, library);
    string_list_add(&arguments, "-o");
    string_list_add(&arguments, output);
    free(library);
    free(script);
    return arguments;
}

/* ---- ahead of their input ---- */

/* Commands to show, and files to keep, are those of a run by hand. */
static bool can_start_ahead(const struct build_request *request) {
    return request->echo == PROGRAM_SILENT && !request->keep && request->sources->count;
}

static void start_ahead(struct build *build) {
    struct string_list inputs = {0};
    string_list_add(&inputs, INPUT_SCRIPT_FILE);
    char *object = intermediate(build, "0.o"), *image = intermediate(build, "linked");
    struct string_list clang = first_command(build, object);
    struct string_list lld = link_command(build, &inputs, image);
    program_start(&build->clang, &clang, PROGRAM_INPUT | PROGRAM_MESSAGES);
    program_start(&build->lld, &lld, PROGRAM_INPUT | PROGRAM_MESSAGES);
    string_list_free(&clang);
    string_list_free(&lld);
    string_list_free(&inputs);
    free(object);
    free(image);
}

void build_begin(struct build *build, const struct build_request *request,
                 struct diag_engine *diag) {
    *build = (struct build){.request = request, .diag = diag};
    build->directory = request->keep ? NULL : program_temporary_directory(diag);
    if (!request->keep && !build->directory)
        return;
    build->prefix =
        request->keep ? xasprintf("%s.", request->keep) : xasprintf("%s/", build->directory);
    bool ahead = can_start_ahead(request);
    build->unit = ahead ? xstrdup("/dev/stdin") : intermediate(build, "unit.c");
    if (request->sources->count && write_overlay(build) && ahead)
        start_ahead(build);
}

void build_close(struct build *build) {
    program_abandon(&build->clang);
    program_abandon(&build->lld);
    if (build->directory)
        program_remove_directory(build->directory);
    string_list_free(&build->objects);
    string_list_free(&build->names);
    free(build->directory);
    free(build->prefix);
    free(build->unit);
    free(build->overlay);
    *build = (struct build){0};
}

/* ---- the steps ---- */

/* Of either: an error is told at the latest when it has failed. */
static bool succeeded(struct build *build, int status) {
    build->diag->errors += status && !build->diag->errors;
    return status == 0;
}

/* Runs the command, or lets what was started with it go on with its input. */
static bool run_clang(struct build *build, struct program *ahead, const struct string_list *command,
                      const char *input, size_t input_size) {
    struct clang_run clang = {.run = {.arguments = command, .echo = build->request->echo},
                              .set = &nbc_options,
                              .forward = build->request->forward_messages};
    if (ahead && ahead->name) {
        clang.ahead = ahead;
        clang.run.input = input;
        clang.run.input_size = input_size;
    }
    int status = clang_execute(clang, build->diag);
    char *messages = intermediate(build, "messages.dia");
    unlink(messages);
    free(messages);
    return succeeded(build, status);
}

static bool run_lld(struct build *build, const struct string_list *command, const char *input,
                    size_t input_size) {
    char *text = NULL;
    size_t size;
    struct program_run run = {.arguments = command,
                              .echo = build->request->echo,
                              .messages = &text,
                              .messages_size = &size};
    struct lld_messages messages = {.paths = &build->objects, .names = &build->names};
    bool waits = build->lld.name;
    if (waits) {
        run.input = input;
        run.input_size = input_size;
    }
    int status =
        waits ? program_finish(&build->lld, &run, build->diag) : program_execute(&run, build->diag);
    if (text)
        lld_messages_forward(&messages, text, build->diag);
    free(text);
    return succeeded(build, status);
}

static void add_object(struct build *build, const char *object, const char *source) {
    string_list_add(&build->objects, object);
    string_list_add(&build->names, source);
}

static bool compile_first(struct build *build, const struct build_texts *texts) {
    size_t size;
    char *object = intermediate(build, "0.o"), *text = unit_text(build, texts, &size);
    struct string_list command = first_command(build, object);
    bool ok = text && (build->clang.name || build->request->echo == PROGRAM_DRY_RUN ||
                       output_write(build->unit, text, size, build->diag));
    ok = ok && run_clang(build, &build->clang, &command, text, size);
    add_object(build, object, build->overlay ? build->request->sources->items[0] : "boilerplate.c");
    string_list_free(&command);
    free(object);
    free(text);
    return ok;
}

static bool compile(struct build *build, const char *source) {
    char *object = xasprintf("%s%zu.o", build->prefix, build->objects.count);
    struct string_list arguments = {0};
    add_fixed_arguments(build, &arguments);
    add_user_arguments(build, &arguments);
    add_compilation(&arguments, source, object);
    bool ok = run_clang(build, NULL, &arguments, NULL, 0);
    add_object(build, object, source);
    string_list_free(&arguments);
    free(object);
    return ok;
}

static bool compile_all(struct build *build, const struct build_texts *texts) {
    const struct build_request *request = build->request;
    bool ok = compile_first(build, texts);
    for (size_t i = build->overlay != NULL; i < request->sources->count; i++)
        ok &= compile(build, request->sources->items[i]);
    for (size_t i = 0; i < request->assembly->count; i++)
        ok &= compile(build, request->assembly->items[i]);
    return ok;
}

static bool link_image(struct build *build, const char *output) {
    size_t size = 0;
    char *script = build->lld.name ? input_script(&build->objects, &size) : NULL;
    if (!script)
        program_abandon(&build->lld);
    struct string_list command = link_command(build, &build->objects, output);
    bool ok = run_lld(build, &command, script, size);
    string_list_free(&command);
    free(script);
    return ok;
}

/* ---- the binary ---- */

static char *make_nbin(struct build *build, const struct build_texts *texts, const char *image,
                       size_t *size) {
    struct nbin contents = {.header = xstrdup(texts->header), .map = xstrdup(texts->map)};
    size_t linked_size;
    char *linked = input_read(image, &linked_size, build->diag), *bytes = NULL;
    if (linked && relink_carry(build, &contents)) {
        bytes = nbin_make(linked, linked_size, &contents, size);
        if (!bytes)
            diag_error(build->diag, "the linker has written no ELF file");
    }
    free(linked);
    nbin_free(&contents);
    return bytes;
}

char *build_nbin(struct build *build, const struct build_texts *texts, size_t *size, bool *ok) {
    const struct build_request *request = build->request;
    char *image = intermediate(build, "linked"), *bytes = NULL;
    if (request->nbin)
        *ok = relink_objects(build);
    else
        *ok = !request->sources->count || compile_all(build, texts);
    *ok = *ok && link_image(build, image);
    if (*ok && request->echo != PROGRAM_DRY_RUN) {
        bytes = make_nbin(build, texts, image, size);
        *ok = bytes != NULL;
    }
    free(image);
    return bytes;
}
