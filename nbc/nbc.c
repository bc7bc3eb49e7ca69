/* nbc: compiles task functions for the Neutrino core. */
#include "nbc/arguments.h"
#include "nbc/build.h"
#include "nbc/emit.h"
#include "nbc/frontend.h"
#include "nbc/options.h"
#include "nbc/overlay/compile.h"
#include "support/clang_usage.h"
#include "support/interrupt.h"
#include "support/module.h"
#include "support/output.h"
#include "support/output_names.h"
#include "support/run_clang.h"
#include "support/streams.h"

#include <stdlib.h>
#include <string.h>

static void add_text(struct outputs *outputs, const char *path, const char *text) {
    if (path)
        outputs_add(outputs, path, text, strlen(text));
}

static void add_depfile(struct outputs *outputs, const struct arguments *arguments,
                        const struct string_list *files) {
    if (!arguments->depfile)
        return;
    bool has_main = arguments->nbin || arguments->overlay; /* before the sources */
    struct depfile_request request = {.targets = &arguments->targets,
                                      .files = files,
                                      .source_count = arguments->sources.count + has_main,
                                      .system_headers = arguments->system_headers,
                                      .phony = arguments->phony};
    char *text = emit_depfile(&request);
    add_text(outputs, arguments->depfile, text);
    free(text);
}

static bool write_outputs(const struct arguments *arguments, struct build *build,
                          const struct build_texts *texts, const struct string_list *files,
                          struct diag_engine *diag) {
    struct outputs outputs = {0};
    const char *const emitted[] = {[EMIT_HEADER] = texts->header,
                                   [EMIT_BOILERPLATE] = texts->boilerplate,
                                   [EMIT_MAP] = texts->map};
    char *nbin = NULL;
    size_t size = 0;
    bool ok = true;
    if (arguments->emit != EMIT_NBIN)
        add_text(&outputs, arguments->output, emitted[arguments->emit]);
    else
        nbin = build_nbin(build, texts, &size, &ok);
    if (!ok)
        return false;
    if (nbin) /* none in a dry run */
        outputs_add(&outputs, arguments->output, nbin, size);
    if (arguments->echo != PROGRAM_DRY_RUN) {
        add_text(&outputs, arguments->header, texts->header);
        add_text(&outputs, arguments->map, texts->map);
        add_text(&outputs, arguments->interface, texts->interface);
        add_depfile(&outputs, arguments, files);
    }
    free(nbin);
    return outputs_commit(&outputs, diag);
}

/* files: what has been read so far beside the command line's own, headers that is. */
static bool check_outputs(const struct arguments *arguments, const struct string_list *files,
                          struct diag_engine *diag) {
    struct string_list inputs = {0}, outputs = {0};
    const char *const paths[] = {arguments->output, arguments->header, arguments->map,
                                 arguments->interface, arguments->depfile};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (paths[i])
            string_list_add(&outputs, paths[i]);
    string_list_add_all(&inputs, &arguments->sources);
    string_list_add_all(&inputs, &arguments->assembly);
    string_list_add_all(&inputs, &arguments->objects);
    if (arguments->nbin)
        string_list_add(&inputs, arguments->nbin);
    if (arguments->overlay)
        string_list_add(&inputs, arguments->overlay);
    string_list_add_all(&inputs, &arguments->response_files);
    for (size_t i = 0; i < files->count; i++)
        string_list_add(&inputs, depfile_path(files->items[i]));
    bool ok = output_names_check(&inputs, &outputs, diag);
    string_list_free(&inputs);
    string_list_free(&outputs);
    return ok;
}

/* What goes on while the sources are parsed. */
struct compilation {
    const struct arguments *arguments;
    struct build_request request;
    struct build build;
    struct nbin nbin; /* that is linked again */
    struct diag_engine *diag;
};

static void begin_build(void *context) {
    struct compilation *compilation = context;
    if (compilation->arguments->emit == EMIT_NBIN)
        build_begin(&compilation->build, &compilation->request, compilation->diag);
}

static int execute_clang(const struct string_list *command, struct diag_engine *diag) {
    return clang_execute((struct clang_run){.run = {.arguments = command}, .set = &nbc_options},
                         diag);
}

static bool report_usage(const struct string_list *command, struct diag_engine *diag) {
    return clang_usage_report(command, &nbc_options, diag);
}

/* NULL after a diagnostic. */
static const struct frontend *load_frontend(struct diag_engine *diag) {
    char *error;
    const struct frontend *frontend = module_load(FRONTEND_FILE, FRONTEND_SYMBOL, &error);
    if (!frontend) {
        diag_error(diag, "cannot load its own front end: %s", error);
        free(error);
    }
    return frontend;
}

static bool parse(struct compilation *compilation, struct task_table *table,
                  struct string_list *files) {
    const struct arguments *arguments = compilation->arguments;
    struct frontend_request request = {
        .sources = &arguments->sources,
        .arguments = &arguments->clang,
        .prefix_maps = &arguments->prefix_maps,
        .execute = execute_clang,
        .report_usage = report_usage,
        .compiles = begin_build,
        .context = compilation,
    };
    const struct frontend *frontend = load_frontend(compilation->diag);
    if (!frontend)
        return false;
    compilation->request.forward_messages = frontend->forward_messages;
    return frontend->parse(&request, table, files, compilation->diag);
}

/* ---- what there is to print and to link ---- */

/* What is generated for the table. */
static void print_texts(const struct task_table *table, const struct arguments *arguments,
                        struct build_texts *texts) {
    *texts = (struct build_texts){.header = emit_header(table, arguments->header_name),
                                  .map = emit_map(table),
                                  .interface = emit_interface(table, arguments->header_name),
                                  .boilerplate = emit_boilerplate(table)};
}

static bool print_sources(struct compilation *compilation, struct string_list *files,
                          struct build_texts *texts) {
    const struct arguments *arguments = compilation->arguments;
    struct task_table table = {0};
    bool ok = parse(compilation, &table, files) &&
              check_outputs(arguments, files, compilation->diag) &&
              tasks_number(&table, arguments->first_task_id, compilation->diag);
    if (ok)
        print_texts(&table, arguments, texts);
    tasks_free(&table);
    return ok;
}

static bool check_has_image(const struct nbin *nbin, const char *path, struct diag_engine *diag) {
    if (!nbin->image)
        diag_file_error(diag, path, "this is a task interface, in which there is nothing to link");
    return nbin->image;
}

static bool print_nbin(struct compilation *compilation, struct string_list *files,
                       struct build_texts *texts) {
    const char *path = compilation->arguments->nbin;
    if (!nbin_read(path, &compilation->nbin, compilation->diag) ||
        !check_has_image(&compilation->nbin, path, compilation->diag) ||
        !library_add_present(&compilation->request.library, &compilation->nbin, path,
                             compilation->diag))
        return false;
    string_list_add(files, path);
    *texts = (struct build_texts){.header = xstrdup(compilation->nbin.header),
                                  .map = xstrdup(compilation->nbin.map)};
    compilation->request.nbin = &compilation->nbin;
    begin_build(compilation);
    return true;
}

static bool print_library_alone(struct compilation *compilation, struct build_texts *texts) {
    struct task_table table = {0};
    if (!tasks_number(&table, compilation->arguments->first_task_id, compilation->diag))
        return false;
    print_texts(&table, compilation->arguments, texts);
    begin_build(compilation);
    return true;
}

static bool print(struct compilation *compilation, struct string_list *files,
                  struct build_texts *texts) {
    const struct arguments *arguments = compilation->arguments;
    bool ok = arguments->nbin            ? print_nbin(compilation, files, texts)
              : arguments->sources.count ? print_sources(compilation, files, texts)
                                         : print_library_alone(compilation, texts);
    if (ok && compilation->request.library) {
        char *map = library_map(compilation->request.library, texts->map);
        free(texts->map);
        texts->map = map;
    }
    return ok;
}

/* ---- overlay programs ---- */

struct overlay_files {
    const struct arguments *arguments;
    struct string_list *files; /* that were read */
};

/* muonc's options mean nothing to clang, nor to what is declared. */
static struct string_list parser_arguments(const struct arguments *arguments) {
    static const char *const others[] = {
        "-mcores=", "-mwarps=", "-mlanes=", "-mhalf=", "-mdivergence="};
    struct string_list list = {0};
    for (size_t i = 0; i < arguments->clang.count; i++) {
        const char *option = arguments->clang.items[i];
        bool is_other = false;
        for (size_t k = 0; k < sizeof others / sizeof *others; k++)
            is_other |= arguments->overlay_target == OVERLAY_CLUSTER &&
                        !strncmp(option, others[k], strlen(others[k]));
        if (!is_other)
            string_list_add(&list, option);
    }
    return list;
}

static bool read_facts(void *context, struct c_facts *facts, struct diag_engine *diag) {
    const struct overlay_files *files = context;
    struct string_list arguments = parser_arguments(files->arguments);
    struct frontend_request request = {.sources = &files->arguments->sources,
                                       .arguments = &arguments,
                                       .execute = execute_clang,
                                       .report_usage = report_usage};
    const struct frontend *frontend = load_frontend(diag);
    bool ok = frontend && frontend->facts(&request, facts, files->files, diag);
    string_list_free(&arguments);
    return ok;
}

static bool run_overlay(const struct arguments *arguments, struct diag_engine *diag) {
    struct string_list others = {0}, files = {0};
    struct outputs outputs = {0};
    struct overlay_files context = {arguments, &files};
    struct overlay_request request = {
        .path = arguments->overlay,
        .sources = &arguments->sources,
        .others = &others,
        .arguments = &arguments->clang,
        .target = arguments->overlay_target,
        .text = arguments->emit ? (enum overlay_text)(arguments->emit - EMIT_IR_ENQUEUE +
                                                      OVERLAY_TEXT_IR_ENQUEUE)
                                : OVERLAY_TEXT_NONE,
        .output = arguments->output,
        .keep = arguments->save_temps ? arguments->stem : NULL,
        .echo = arguments->echo,
        .read_facts = read_facts,
        .context = &context,
    };
    string_list_add_all(&others, &arguments->assembly);
    string_list_add_all(&others, &arguments->objects);
    string_list_add(&files, arguments->overlay);
    bool ok = check_outputs(arguments, &files, diag) && overlay_compile(&request, &outputs, diag) &&
              check_outputs(arguments, &files, diag);
    if (ok && arguments->echo != PROGRAM_DRY_RUN)
        add_depfile(&outputs, arguments, &files);
    ok = ok && outputs_commit(&outputs, diag);
    outputs_abandon(&outputs);
    string_list_free(&others);
    string_list_free(&files);
    return ok && diag->errors == 0;
}

static bool run(const struct arguments *arguments, struct diag_engine *diag) {
    struct compilation compilation = {
        .arguments = arguments,
        .request = {.sources = &arguments->sources,
                    .assembly = &arguments->assembly,
                    .objects = &arguments->objects,
                    .nbin_path = arguments->nbin,
                    .library = arguments->library,
                    .arguments = &arguments->clang,
                    .keep = arguments->save_temps ? arguments->stem : NULL,
                    .echo = arguments->echo},
        .diag = diag,
    };
    struct build_texts texts = {0};
    struct string_list files = {0};
    bool ok = check_outputs(arguments, &files, diag) && print(&compilation, &files, &texts) &&
              write_outputs(arguments, &compilation.build, &texts, &files, diag);
    build_close(&compilation.build);
    nbin_free(&compilation.nbin);
    string_list_free(&files);
    free(texts.header);
    free(texts.map);
    free(texts.interface);
    free(texts.boilerplate);
    return ok && diag->errors == 0;
}

int main(int argc, char **argv) {
    struct diag_engine diag;
    struct arguments arguments;
    interrupt_catch();
    streams_begin();
    diag_init(&diag, "nbc");
    enum arguments_result result = arguments_parse(&arguments, argc, argv, &diag);
    int status = 0;
    if (result == ARGUMENTS_USAGE)
        status = 2;
    else if (result == ARGUMENTS_RUN)
        status = (arguments.overlay ? run_overlay : run)(&arguments, &diag) ? 0
                 : diag.wrong_usage                                         ? 2
                                                                            : 1;
    status = streams_end(status, &diag);
    arguments_free(&arguments);
    diag_free(&diag);
    return status;
}
