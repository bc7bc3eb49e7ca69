/* nbc: compiles task functions for the Neutrino core. */
#include "nbc/arguments.h"
#include "nbc/build.h"
#include "nbc/emit.h"
#include "nbc/frontend.h"
#include "support/interrupt.h"
#include "support/output.h"

#include <stdlib.h>
#include <string.h>

/* Every output of a run: all are written before the first takes its place. */
struct outputs {
    struct output files[4];
    size_t count;
    bool ok;
    struct diag_engine *diag;
};

static void add_output(struct outputs *outputs, const char *path, const char *bytes, size_t size) {
    if (!path || !outputs->ok)
        return;
    struct output *file = &outputs->files[outputs->count];
    outputs->ok = output_open(file, path, outputs->diag);
    if (!outputs->ok)
        return;
    outputs->count++;
    fwrite(bytes, 1, size, file->stream);
}

static bool finish_outputs(struct outputs *outputs) {
    for (size_t i = 0; i < outputs->count; i++) {
        if (outputs->ok)
            outputs->ok = output_commit(&outputs->files[i], outputs->diag);
        else
            output_abandon(&outputs->files[i]);
    }
    return outputs->ok;
}

static void add_depfile(struct outputs *outputs, const struct arguments *arguments,
                        const struct string_list *files) {
    if (!arguments->depfile)
        return;
    struct depfile_request request = {.targets = &arguments->targets,
                                      .files = files,
                                      .source_count = arguments->sources.count,
                                      .system_headers = arguments->system_headers,
                                      .phony = arguments->phony};
    char *text = emit_depfile(&request);
    add_output(outputs, arguments->depfile, text, strlen(text));
    free(text);
}

struct texts {
    char *header, *map, *boilerplate;
};

/* Compiles and links. *bytes stays NULL in a dry run. */
static bool make_nbin(const struct arguments *arguments, const struct texts *texts, char **bytes,
                      size_t *size, struct diag_engine *diag) {
    struct string_list sources = {0};
    for (size_t i = 0; i < arguments->sources.count; i++)
        string_list_add(&sources, arguments->sources.items[i]);
    for (size_t i = 0; i < arguments->assembly.count; i++)
        string_list_add(&sources, arguments->assembly.items[i]);
    char *sections = emit_sections(texts->header, texts->map);
    struct build_request request = {
        .sources = &sources,
        .objects = &arguments->objects,
        .arguments = &arguments->clang,
        .boilerplate = texts->boilerplate,
        .sections = sections,
        .keep = arguments->save_temps ? arguments->stem : NULL,
        .echo = arguments->echo,
    };
    bool ok;
    *bytes = build_nbin(&request, size, &ok, diag);
    string_list_free(&sources);
    free(sections);
    return ok;
}

static bool write_outputs(const struct arguments *arguments, const struct texts *texts,
                          const struct string_list *files, struct diag_engine *diag) {
    struct outputs outputs = {.ok = true, .diag = diag};
    const char *const emitted[] = {[EMIT_HEADER] = texts->header,
                                   [EMIT_BOILERPLATE] = texts->boilerplate,
                                   [EMIT_MAP] = texts->map};
    char *nbin = NULL;
    size_t size = 0;
    if (arguments->emit != EMIT_NBIN) {
        const char *text = emitted[arguments->emit];
        add_output(&outputs, arguments->output, text, strlen(text));
    } else {
        outputs.ok = make_nbin(arguments, texts, &nbin, &size, diag);
        if (nbin)
            add_output(&outputs, arguments->output, nbin, size);
    }
    if (arguments->echo != PROGRAM_DRY_RUN) {
        add_output(&outputs, arguments->header, texts->header, strlen(texts->header));
        add_output(&outputs, arguments->map, texts->map, strlen(texts->map));
        add_depfile(&outputs, arguments, files);
    }
    free(nbin);
    return finish_outputs(&outputs);
}

static bool run(const struct arguments *arguments, struct diag_engine *diag) {
    struct frontend_request request = {&arguments->sources, &arguments->clang,
                                       &arguments->prefix_maps};
    struct task_table table = {0};
    struct string_list files = {0};
    bool ok = frontend_parse(&request, &table, &files, diag) &&
              tasks_number(&table, arguments->first_task_id, diag);
    if (ok) {
        struct texts texts = {emit_header(&table, arguments->header_name), emit_map(&table),
                              emit_boilerplate(&table)};
        ok = write_outputs(arguments, &texts, &files, diag);
        free(texts.header);
        free(texts.map);
        free(texts.boilerplate);
    }
    string_list_free(&files);
    tasks_free(&table);
    return ok && diag->errors == 0;
}

int main(int argc, char **argv) {
    struct diag_engine diag;
    struct arguments arguments;
    interrupt_catch();
    diag_init(&diag, "nbc");
    enum arguments_result result = arguments_parse(&arguments, argc, argv, &diag);
    int status = 0;
    if (result == ARGUMENTS_USAGE)
        status = 2;
    else if (result == ARGUMENTS_RUN)
        status = run(&arguments, &diag) ? 0 : 1;
    arguments_free(&arguments);
    diag_free(&diag);
    return status;
}
