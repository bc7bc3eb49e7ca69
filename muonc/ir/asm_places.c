#include "muonc/ir/asm_places.h"

#include "muonc/assembler/written.h"
#include "muonc/ir/unit/assembly.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a marker calls the assembly, before its number. Numbers count from 1: LLVM does not tell 0.
 */
#define MARKER "asm-"

/* The text of a macro. */
#define INSTANTIATION "<instantiation>"

/* ---- numbers ---- */

/* The n-th statement of inline assembly, or NULL. */
static LLVMValueRef find_call(const struct ir_unit *unit, unsigned long long number) {
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        if (unit_inline_asm(instruction) && --number == 0)
            return instruction;
    }
    return NULL;
}

static void mark(struct ir_unit *unit, LLVMValueRef call, unsigned number) {
    static const char key[] = "srcloc";
    LLVMValueRef assembly = unit_inline_asm(call);
    size_t length;
    const char *text = LLVMGetInlineAsmAsmString(assembly, &length);
    /* A marker is one only at the very beginning of a line. */
    char *marked = xasprintf("\n# 1 \"" MARKER "%u\"\n%.*s", number, (int)length, text);
    assembly_replace(call, marked, LLVMGetInlineAsmConstraintString(assembly, &length));
    free(marked);

    LLVMMetadataRef cookie =
        LLVMValueAsMetadata(LLVMConstInt(LLVMInt64TypeInContext(unit->context), number, false));
    LLVMMetadataRef node = LLVMMDNodeInContext2(unit->context, &cookie, 1);
    LLVMSetMetadata(call, LLVMGetMDKindIDInContext(unit->context, key, sizeof key - 1),
                    LLVMMetadataAsValue(unit->context, node));
}

void asm_places_mark(struct ir_unit *unit) {
    unsigned number = 0;
    FOR_EACH_FUNCTION(function, unit->module)
    FOR_EACH_BLOCK(block, function)
    FOR_EACH_INSTRUCTION(instruction, block) {
        if (unit_inline_asm(instruction))
            mark(unit, instruction, ++number);
    }
    unit->emission.marked = true;
}

/* ---- messages ---- */

struct asm_error {
    unsigned number, line; /* in the assembly; number 0: not marked */
    unsigned column;       /* in the line as it is printed */
    const char *message, *statement;
    int length; /* of the message */
};

/* The column of the caret below the line, in which LLVM prints tabs as spaces, or 0. */
static unsigned caret_column(const char *line) {
    const char *below = strchr(line, '\n');
    const char *caret = below ? strchr(below, '^') : NULL;
    return caret ? (unsigned)(caret - below) : 0;
}

/* "<inline asm>:1:2: message", then the line, then a caret. */
static bool parse(const char *text, struct asm_error *error) {
    int message = 0;
    *error = (struct asm_error){0};
    if (sscanf(text, "<inline asm>:%u:%u: %n", &error->line, &error->column, &message) != 2 &&
        sscanf(text, INSTANTIATION ":%u:%u: %n", &error->line, &error->column, &message) != 2 &&
        sscanf(text, MARKER "%u:%u:%u: %n", &error->number, &error->line, &error->column,
               &message) != 3)
        return false;
    error->message = text + message;
    error->length = (int)strcspn(error->message, "\n");
    error->statement = error->message + error->length;
    error->statement += *error->statement == '\n';
    error->column = caret_column(error->statement);
    return true;
}

/* Skips lines or statements. */
static const char *skip(const char *text, const char *end, char separator, unsigned count) {
    for (; count > 0 && text; count--) {
        text = memchr(text, separator, (size_t)(end - text));
        text += text != NULL;
    }
    return text;
}

/* The statement in the template, whose line has as many statements before it as the line that LLVM
 * prints, with operands in the places of their numbers. */
static bool find_statement(const char *text, size_t length, const struct asm_error *error,
                           struct span *span) {
    unsigned before = 0;
    for (unsigned i = 0; i + 1 < error->column && error->statement[i]; i++)
        before += error->statement[i] == ';';
    /* The marker has two lines. */
    const char *line = skip(text, text + length, '\n', 2 + error->line - 1);
    if (!line)
        return false;
    const char *end = line + strcspn(line, "\n");
    const char *statement = skip(line, end, ';', before);
    if (!statement)
        return false;
    statement += strspn(statement, " \t");
    size_t size = strcspn(statement, ";\n");
    while (size > 0 && strchr(" \t", statement[size - 1]))
        size--;
    span->begin = (size_t)(statement - text);
    span->end = span->begin + size;
    return size > 0;
}

/* "couldn't allocate … at line 5": the number. Returns the message's length without it. */
static int asm_number(const char *message, unsigned long long *number) {
    static const char at[] = " at line ";
    const char *found = NULL;
    for (const char *next = message; (next = strstr(next, at)); next++)
        found = next;
    int end = 0;
    if (!found || sscanf(found + sizeof at - 1, "%llu%n", number, &end) != 1 ||
        found[sizeof at - 1 + (size_t)end])
        return (int)strlen(message);
    return (int)(found - message);
}

/* The statement of the line that the error's column is in. */
static struct span statement_in_line(const struct asm_error *error) {
    const char *text = error->statement;
    size_t length = strcspn(text, "\n");
    struct span span = {0, 0};
    for (size_t i = 0; i < length && i + 1 < error->column; i++)
        if (text[i] == ';')
            span.begin = i + 1;
    span.begin += strspn(text + span.begin, " \t");
    span.end = span.begin + strcspn(text + span.begin, ";\n");
    while (span.end > span.begin && strchr(" \t", text[span.end - 1]))
        span.end--;
    return span;
}

/* The place of the statement in the source, or of the whole asm, or of the file. */
static struct diag_location locate(struct ir_unit *unit, const struct asm_error *error) {
    LLVMValueRef call = error->number ? find_call(unit, error->number) : NULL;
    struct diag_location file = DIAG_FILE(unit->path);
    if (!call) {
        struct span whole = statement_in_line(error);
        written_find_at_file_scope(unit->path, error->statement, whole, whole, &file);
        return file;
    }
    size_t length;
    const char *text = LLVMGetInlineAsmAsmString(unit_inline_asm(call), &length);
    struct diag_location place = unit_location(unit, call);
    struct span span;
    if (find_statement(text, length, error, &span))
        written_find(place, text, span, span, &place);
    return place;
}

/* Whether it has been reported already: a function that is inlined has its errors several times. */
static bool is_told(struct ir_unit *unit, struct diag_location place, const char *message,
                    int length) {
    if (!place.line)
        return false;
    char *text = xasprintf("%s:%u:%u: %.*s", place.file, place.line, place.column, length, message);
    bool told = false;
    for (size_t i = 0; i < unit->emission.told.count && !told; i++)
        told = !strcmp(unit->emission.told.items[i], text);
    if (!told)
        string_list_add(&unit->emission.told, text);
    free(text);
    return told;
}

/* where: the error itself, or where the macro is used that has it. */
static void report(struct ir_unit *unit, const struct asm_error *error,
                   const struct asm_error *where) {
    struct span span = statement_in_line(error);
    struct diag_location place = locate(unit, where);
    bool at_file_scope = unit->emission.marked && !where->number;
    if (!is_told(unit, place, error->message, error->length))
        diag_raise(unit->diag, DIAG_NU_ASM, place, "%.*s, in %s assembly '%.*s'", error->length,
                   error->message, at_file_scope ? "file-scope" : "inline",
                   (int)(span.end - span.begin), error->statement + span.begin);
}

/* number: of the asm statement. */
static void report_constraint(struct ir_unit *unit, unsigned long long number, const char *message,
                              int length) {
    LLVMValueRef call = unit->emission.marked && number ? find_call(unit, number) : NULL;
    struct diag_location place = call ? unit_location(unit, call) : DIAG_FILE(unit->path);
    if (!call)
        diag_file_error(unit->diag, unit->path, "%s", message);
    else if (!is_told(unit, place, message, length))
        diag_raise(unit->diag, DIAG_NU_ASM, place, "%.*s", length, message);
}

void asm_places_report(struct ir_unit *unit, const char *message) {
    struct asm_error error;
    asm_places_end(unit);
    if (!strncmp(message, INSTANTIATION, sizeof INSTANTIATION - 1)) {
        unit->emission.waiting = xstrdup(message);
        return;
    }
    if (parse(message, &error)) {
        report(unit, &error, &error);
        return;
    }
    unsigned long long number = 0;
    int length = asm_number(message, &number);
    report_constraint(unit, number, message, length);
}

void asm_places_note(struct ir_unit *unit, const char *note) {
    struct asm_error error, where;
    if (!unit->emission.waiting || !parse(note, &where) || !where.number)
        return;
    if (parse(unit->emission.waiting, &error))
        report(unit, &error, &where);
    free(unit->emission.waiting);
    unit->emission.waiting = NULL;
}

void asm_places_end(struct ir_unit *unit) {
    struct asm_error error;
    if (unit->emission.waiting && parse(unit->emission.waiting, &error))
        report(unit, &error, &error);
    else if (unit->emission.waiting)
        diag_file_error(unit->diag, unit->path, "%s", unit->emission.waiting);
    free(unit->emission.waiting);
    unit->emission.waiting = NULL;
}
