#include "muonc/assembler/assembler.h"

#include "isa/rv32.h"
#include "muonc/assembler/distances.h"
#include "muonc/assembler/encode.h"
#include "muonc/assembler/insn.h"
#include "muonc/assembler/line_markers.h"
#include "muonc/assembler/macros.h"
#include "muonc/assembler/words.h"
#include "muonc/assembler/written.h"
#include "support/alloc.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* A statement kept readable: stock assemblers take it for .ident and print it back. */
#define QUOTE_OPEN ".ident \"muon: "
#define PRINTED_OPEN "\t.ident\t\"muon: "

struct rewriting {
    const struct macros *macros;
    FILE *out;
    size_t copied;               /* of the text, to the output */
    struct distances *distances; /* NULL if the text is to be quoted */
    bool failed;
    enum assembler_source source;
    struct diag_location place;
    struct diag_engine *diag;
};

static struct span statement_around(const struct assembly *assembly, struct span where) {
    const char *text = assembly->text;
    struct span span = {where.begin, where.begin};
    while (span.begin > 0 && !strchr("\n;", text[span.begin - 1]))
        span.begin--;
    while (span.begin < where.begin && strchr(" \t", text[span.begin]))
        span.begin++;
    while (span.end < assembly->length && text[span.end] && !strchr("\n;", text[span.end]))
        span.end++;
    return span;
}

static void report(struct assembly *assembly, struct span where, const char *message) {
    struct rewriting *rewriting = assembly->context;
    struct diag_location place = rewriting->place;
    struct span origin = where, statement = statement_around(assembly, where);
    bool expanded = macros_origin(rewriting->macros, &origin);
    int length = (int)(statement.end - statement.begin);
    rewriting->failed = true;
    if (rewriting->source == ASSEMBLER_FILE) {
        char *file;
        place = line_markers_locate(rewriting->macros->original, origin, place.file, &file);
        if (expanded)
            diag_raise(rewriting->diag, DIAG_NU_ASM, place, "%s, in '%.*s'", message, length,
                       assembly->text + statement.begin);
        else
            diag_raise(rewriting->diag, DIAG_NU_ASM, place, "%s", message);
        free(file);
        return;
    }
    bool found = !expanded && rewriting->source == ASSEMBLER_INLINE &&
                 written_find(place, assembly->text, statement, where, &place);
    if (!expanded && rewriting->source == ASSEMBLER_MODULE)
        found = written_find_at_file_scope(place.file, assembly->text, statement, where, &place);
    if (found) {
        diag_raise(rewriting->diag, DIAG_NU_ASM, place, "%s", message);
        return;
    }
    /* The place is that of the whole asm: the message has to name the statement. */
    diag_raise(rewriting->diag, DIAG_NU_ASM, place, "%s, in %s assembly '%.*s'", message,
               rewriting->source == ASSEMBLER_INLINE ? "inline" : "file-scope", length,
               assembly->text + statement.begin);
}

static void quote(const struct assembly *assembly, struct span span, FILE *out) {
    fputs(QUOTE_OPEN, out);
    for (size_t i = span.begin; i < span.end; i++) {
        if (assembly->text[i] == '"')
            fputc('\\', out);
        fputc(assembly->text[i], out);
    }
    fputc('"', out);
}

static void copy_up_to(struct assembly *assembly, size_t offset) {
    struct rewriting *rewriting = assembly->context;
    fwrite(assembly->text + rewriting->copied, 1, offset - rewriting->copied, rewriting->out);
    rewriting->copied = offset;
}

static void put_break(struct assembly *assembly, size_t offset) {
    struct rewriting *rewriting = assembly->context;
    if (offset == DISTANCES_NO_BREAK)
        return;
    copy_up_to(assembly, offset);
    fputs(offset ? "; " DISTANCES_BREAK : DISTANCES_BREAK "; ", rewriting->out);
}

static void rewrite_instruction(struct assembly *assembly, const struct statement *statement) {
    struct rewriting *rewriting = assembly->context;
    if (rewriting->distances)
        put_break(assembly, distances_instruction(rewriting->distances, statement->span));
    if (!encode_is_needed(assembly, statement))
        return;
    copy_up_to(assembly, statement->span.begin);
    if (!rewriting->distances)
        quote(assembly, statement->span, rewriting->out);
    else if (!encode_statement(assembly, statement, rewriting->out))
        return;
    rewriting->copied = statement->span.end;
}

static void rewrite_label(struct assembly *assembly, struct span name) {
    struct rewriting *rewriting = assembly->context;
    if (rewriting->distances)
        put_break(assembly, distances_label(rewriting->distances, name));
}

/* tohost's own immediate, whatever is written. */
static void rewrite_tohost(struct assembly *assembly, struct span immediate) {
    struct rewriting *rewriting = assembly->context;
    copy_up_to(assembly, immediate.begin);
    fprintf(rewriting->out, "%d", rv32_form(MUON_TOHOST, 0).imm);
    rewriting->copied = immediate.end;
}

static void rewrite_foreign(struct assembly *assembly, struct span head, struct span span) {
    struct rewriting *rewriting = assembly->context;
    struct span immediate;
    if (!rewriting->distances)
        return;
    put_break(assembly, distances_foreign(rewriting->distances, assembly, head, span));
    if (assembly->marks_lines && word_equals(assembly->text, head, ".insn")) {
        copy_up_to(assembly, span.begin);
        encode_line_mark(assembly, rewriting->out);
    }
    if (insn_is_tohost(assembly->text, span, &immediate))
        rewrite_tohost(assembly, immediate);
}

/* Inline assembly may use symbols of other assembly of the unit. LLVM prints what symbols are, and
 * labels by other names: branches to them are not quoted. */
static enum symbol_kind symbol(const struct assembly *assembly, struct span name) {
    const struct rewriting *rewriting = assembly->context;
    if (!rewriting->distances)
        return SYMBOL_ADDRESS;
    if (assembly->substitutes && !distances_has_symbol(rewriting->distances, name))
        return SYMBOL_UNKNOWN;
    return distances_symbol(rewriting->distances, name);
}

static char *rewrite(const char *text, size_t length, bool quoted, struct rewriting *rewriting) {
    char *result = NULL;
    size_t size = 0;
    if (length > INT_MAX / 2) {
        diag_raise(rewriting->diag, DIAG_NU_ASM, rewriting->place, "too much assembly text");
        return NULL;
    }
    struct macros macros = macros_expand(text, length);
    rewriting->macros = &macros;

    rewriting->out = open_memstream(&result, &size);
    struct assembly assembly = {.text = macros.text,
                                .length = macros.length,
                                .substitutes = rewriting->source == ASSEMBLER_INLINE,
                                .marks_lines = rewriting->source == ASSEMBLER_FILE,
                                .instruction = rewrite_instruction,
                                .label = rewrite_label,
                                .foreign = rewrite_foreign,
                                .error = report,
                                .symbol = symbol,
                                .context = rewriting};
    if (!quoted)
        rewriting->distances =
            distances_create(macros.text, macros.length, rewriting->source != ASSEMBLER_FILE);
    if (macros.endless)
        report(&assembly, macros.at,
               "uses of macros with registers above x31 come to too much text");
    else
        assembly_parse(&assembly);
    if (!quoted)
        put_break(&assembly, distances_end(rewriting->distances));
    copy_up_to(&assembly, macros.length);
    distances_free(rewriting->distances);
    fclose(rewriting->out);
    macros_free(&macros);
    if (!rewriting->failed)
        return result;
    free(result);
    return NULL;
}

char *assembler_rewrite(const char *text, size_t length, enum assembler_source source,
                        struct diag_location place, struct diag_engine *diag) {
    struct rewriting rewriting = {.source = source, .place = place, .diag = diag};
    return rewrite(text, length, false, &rewriting);
}

char *assembler_quote(const char *text, size_t length, enum assembler_source source,
                      struct diag_location place, struct diag_engine *diag) {
    char *checked = assembler_rewrite(text, length, source, place, diag);
    if (!checked)
        return NULL;
    free(checked);
    struct rewriting rewriting = {.source = source, .place = place, .diag = diag};
    return rewrite(text, length, true, &rewriting);
}

/* Copies a quoted string's content without its escapes; returns the end of its line. */
static const char *unquote_line(const char *line, const char *end, FILE *out) {
    fputc('\t', out);
    for (; line < end && *line != '"' && *line != '\n'; line++) {
        if (*line == '\\' && line + 1 < end) {
            line++;
            fputc(*line == 't' ? '\t' : *line, out);
        } else {
            fputc(*line, out);
        }
    }
    return line < end && *line == '"' ? line + 1 : line;
}

char *assembler_unquote(const char *text, size_t length, size_t *result_length) {
    char *result = NULL;
    const char *end = text + length;
    FILE *out = open_memstream(&result, result_length);
    while (text < end) {
        size_t open = strlen(PRINTED_OPEN);
        if ((size_t)(end - text) > open && memcmp(text, PRINTED_OPEN, open) == 0)
            text = unquote_line(text + open, end, out);
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        const char *next = newline ? newline + 1 : end;
        fwrite(text, 1, (size_t)(next - text), out);
        text = next;
    }
    fclose(out);
    return result;
}
