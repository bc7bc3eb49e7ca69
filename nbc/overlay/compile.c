#include "nbc/overlay/compile.h"

#include "nbc/options.h"
#include "nbc/overlay/emit.h"
#include "nbc/target.h"
#include "support/path.h"
#include "support/resource.h"
#include "support/run_clang.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- from C to a program ---- */

struct linking {
    const struct overlay_request *request;
    struct diag_engine *diag;
    char *directory, *prefix; /* of intermediate files */
    char *generated;          /* the C file that was made */
    struct string_list objects;
};

static char *intermediate(const struct linking *linking, const char *name) {
    return xasprintf("%s%s", linking->prefix, name);
}

static bool run(const struct linking *linking, const struct string_list *command) {
    struct clang_run clang = {
        .run = {.arguments = command, .echo = linking->request->echo},
        .set = &nbc_options,
    };
    int status = clang_execute(clang, linking->diag);
    linking->diag->errors += status && !linking->diag->errors;
    return status == 0;
}

static bool compile_for_host(struct linking *linking, const char *source) {
    struct string_list command = {0};
    char *object = xasprintf("%s%zu.o", linking->prefix, linking->objects.count);
    string_list_add(&command, program_clang());
    string_list_add(&command, "-O2");
    target_host(&command);
    string_list_add_all(&command, linking->request->arguments);
    string_list_add(&command,
                    linking->diag->color ? "-fcolor-diagnostics" : "-fno-color-diagnostics");
    string_list_add(&command, "-w"); /* warnings have been told */
    string_list_add(&command, "-c");
    string_list_add(&command, source);
    string_list_add(&command, "-o");
    string_list_add(&command, object);
    bool ok = run(linking, &command);
    string_list_add(&linking->objects, object);
    string_list_free(&command);
    free(object);
    return ok;
}

static bool link_for_host(struct linking *linking, const char *output) {
    const struct string_list *sources = linking->request->sources;
    struct string_list command = {0};
    bool ok = compile_for_host(linking, linking->generated);
    for (size_t i = 0; i < sources->count; i++)
        ok &= compile_for_host(linking, sources->items[i]);
    char *library = resource_path("host/libtask.a");
    string_list_add(&command, program_clang());
    string_list_add_all(&command, &linking->objects);
    string_list_add_all(&command, linking->request->others);
    string_list_add(&command, library);
    string_list_add(&command, "-pthread");
    string_list_add(&command, "-lm");
    string_list_add(&command, "-o");
    string_list_add(&command, output);
    ok = ok && run(linking, &command);
    string_list_free(&command);
    free(library);
    return ok;
}

static bool link_for_cluster(struct linking *linking, const char *output) {
    const struct overlay_request *request = linking->request;
    struct string_list command = {0};
    char *muonc = resource_program("muonc");
    string_list_add(&command, muonc);
    string_list_add(&command, "-O2");
    string_list_add(&command, "-ffp-contract=off");
    string_list_add_all(&command, request->arguments);
    string_list_add(&command,
                    linking->diag->color ? "-fcolor-diagnostics" : "-fno-color-diagnostics");
    string_list_add(&command, linking->generated);
    string_list_add_all(&command, request->sources);
    string_list_add_all(&command, request->others);
    string_list_add(&command, "-o");
    string_list_add(&command, output);
    struct program_run muonc_run = {.arguments = &command, .echo = request->echo};
    int status = program_execute(&muonc_run, linking->diag);
    linking->diag->errors += status && !linking->diag->errors;
    string_list_free(&command);
    free(muonc);
    return status == 0;
}

static bool make_program(const struct overlay_request *request, const char *text,
                         struct outputs *outputs, struct diag_engine *diag) {
    struct linking linking = {.request = request, .diag = diag};
    size_t size = 0;
    linking.directory = request->keep ? NULL : program_temporary_directory(diag);
    if (!request->keep && !linking.directory)
        return false;
    linking.prefix =
        request->keep ? xasprintf("%s.", request->keep) : xasprintf("%s/", linking.directory);
    linking.generated = intermediate(&linking, "overlay.c");
    char *linked = intermediate(&linking, "linked"), *bytes = NULL;
    bool dry = request->echo == PROGRAM_DRY_RUN;
    bool ok = dry || output_write(linking.generated, text, strlen(text), diag);
    ok = ok &&
         (request->target == OVERLAY_HOST ? link_for_host : link_for_cluster)(&linking, linked);
    if (ok && !dry && (bytes = input_read(linked, &size, diag)))
        outputs_add_program(outputs, request->output, bytes, size);
    if (linking.directory)
        program_remove_directory(linking.directory);
    string_list_free(&linking.objects);
    free(linking.directory);
    free(linking.prefix);
    free(linking.generated);
    free(linked);
    free(bytes);
    return ok && (dry || bytes);
}

/* ---- from the program to C ---- */

/* The file's name as one of C: "tiled-lu.overlay" is "tiled_lu". */
static char *program_name(const char *path) {
    const char *name = path_name(path);
    size_t length = (size_t)(path_extension(name) - name);
    char *text = xasprintf("%s%.*s", isdigit((unsigned char)name[0]) ? "_" : "", (int)length, name);
    for (char *at = text; *at; at++)
        if (!isalnum((unsigned char)*at) && *at != '_')
            *at = '_';
    return text;
}

static bool has_main(const struct c_facts *facts) {
    const struct c_function *function = c_facts_function(facts, "main");
    return function && function->is_defined;
}

static char *emit_program(const struct overlay_program *program, const char *path) {
    char *name = program_name(path);
    char *text = emit_c(program, name, !has_main(program->facts));
    free(name);
    return text;
}

typedef char *emitter(const struct overlay_program *program);

static bool print(const struct overlay_request *request, const struct overlay_program *program,
                  struct outputs *outputs, struct diag_engine *diag) {
    static emitter *const emitters[OVERLAY_TEXTS] = {
        [OVERLAY_TEXT_IR_ENQUEUE] = emit_ir_enqueue,
        [OVERLAY_TEXT_IR_SCHEDULE] = emit_ir_schedule,
        [OVERLAY_TEXT_IR_AUTORUN] = emit_ir_autorun,
        [OVERLAY_TEXT_DOT] = emit_dot,
        [OVERLAY_TEXT_SVG] = emit_svg,
    };
    emitter *emit = emitters[request->text];
    char *text = emit ? emit(program) : emit_program(program, request->path);
    bool ok = text;
    if (ok && request->text)
        outputs_add(outputs, request->output, text, strlen(text));
    else if (ok)
        ok = make_program(request, text, outputs, diag);
    free(text);
    return ok;
}

/* What is compiled, or shown of kernels, needs them. */
static bool check_sources(const struct overlay_request *request, struct diag_engine *diag) {
    bool needed = request->text == OVERLAY_TEXT_NONE || request->text == OVERLAY_TEXT_C ||
                  request->text == OVERLAY_TEXT_IR_AUTORUN;
    if (request->sources->count || !needed)
        return true;
    diag_file_error(diag, request->path, "there is no C file with its kernels");
    diag->wrong_usage = true;
    return false;
}

bool overlay_compile(const struct overlay_request *request, struct outputs *outputs,
                     struct diag_engine *diag) {
    struct overlay_source source = {.path = request->path, .diag = diag};
    struct c_facts facts = {.target = request->target};
    struct statement_list statements = {0};
    struct overlay_program program = {0};
    size_t size;
    char *text = check_sources(request, diag) ? input_read(request->path, &size, diag) : NULL;
    if (!text)
        return false;
    text_lines_init(&source.lines, text, size);
    bool parsed = overlay_parse(&source, &statements);
    bool known = !request->sources->count || request->read_facts(request->context, &facts, diag);
    bool ok =
        parsed && known &&
        model_check(&program, &statements, &source, request->sources->count ? &facts : NULL) &&
        print(request, &program, outputs, diag);
    model_free(&program);
    statement_list_free(&statements);
    c_facts_free(&facts);
    text_lines_free(&source.lines);
    free(text);
    return ok;
}
