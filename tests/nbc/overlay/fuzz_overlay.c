/* Overlay programs as text: parsed, checked against the facts of no C file, and printed. */
#include "nbc/overlay/emit.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void print(const struct overlay_program *program) {
    char *const texts[] = {emit_ir_enqueue(program), emit_ir_schedule(program),
                           emit_ir_autorun(program), emit_dot(program), emit_svg(program)};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1), *messages = NULL;
    size_t messages_size;
    struct diag_engine diag;
    struct overlay_source source = {.path = "fuzz.overlay", .diag = &diag};
    struct statement_list statements;
    struct overlay_program program = {0};
    memcpy(text, data, size);
    text[size] = '\0';
    diag_init(&diag, "fuzz");
    diag.stream = open_memstream(&messages, &messages_size);
    text_lines_init(&source.lines, text, size);
    bool ok = overlay_parse(&source, &statements);
    if (ok && model_check(&program, &statements, &source, NULL))
        print(&program);
    model_free(&program);
    statement_list_free(&statements);
    text_lines_free(&source.lines);
    fclose(diag.stream);
    diag_free(&diag);
    free(messages);
    free(text);
    return 0;
}
