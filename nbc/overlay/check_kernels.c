/* The program against what the C files say. */
#include "nbc/overlay/check.h"

#include "support/alloc.h"
#include "support/nearest.h"

#include <stdlib.h>
#include <string.h>

static void note_c(const struct check *check, const struct c_place *place, const char *text) {
    if (!check->source->diag->last_was_suppressed)
        diag_report(check->source->diag, DIAG_NOTE, NULL, place->where, "%s", text);
}

static bool same_type(struct type a, struct type b) {
    return a.name && b.name && !strcmp(a.name, b.name);
}

/* ---- variables ---- */

/* The declaration as C would have it. */
static char *buffer_text(const struct buffer *buffer) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fprintf(out, "%s %s", buffer->type.name, buffer->name);
    for (unsigned i = 0; i < buffer->rank; i++)
        fprintf(out, "[%lld]", (long long)buffer->extents[i]);
    fclose(out);
    return text;
}

static bool same_shape(const struct buffer *buffer, const struct c_global *global) {
    if (buffer->rank != global->rank || !same_type(buffer->type, type_of_c(&global->type)))
        return false;
    for (unsigned i = 0; i < buffer->rank; i++)
        if (global->extents[i] != buffer->extents[i] && !(i == 0 && global->extents[i] < 0))
            return false;
    return true;
}

static bool check_visible(struct check *check, struct span span, const struct c_global *global) {
    if (!global->is_static)
        return true;
    overlay_error(check->source, span, "'%s' is static in C: other files do not see it",
                  global->name);
    note_c(check, &global->place, "here");
    return false;
}

void check_buffer_global(struct check *check, struct buffer *buffer) {
    const struct c_global *global = c_facts_global(check->program->facts, buffer->name);
    if (!global || !check_visible(check, buffer->span, global))
        return;
    if (!same_shape(buffer, global)) {
        char *text = buffer_text(buffer);
        overlay_error(check->source, buffer->span, "'%s' is %s here, and another type in C",
                      buffer->name, text);
        char *other = xasprintf("it is %s there", global->spelling);
        note_c(check, &global->place, other);
        free(other);
        free(text);
    }
    buffer->is_const |= global->type.is_const;
    buffer->global = global->is_defined ? global : NULL;
}

/* Whether C gives the value that the program does. */
static bool same_value(const struct scalar *scalar, const struct c_global *global) {
    int64_t value;
    if (!global->has_value || !global->value_known)
        return false;
    if (!global->value_floating)
        return value_constant(scalar->syntax->value, &value) && value == global->integer;
    const struct expression *number = scalar->syntax->value;
    return number->kind == EXPRESSION_FLOATING &&
           strtod(number->name.text, NULL) == global->floating;
}

void check_scalar_global(struct check *check, struct scalar *scalar) {
    const struct symbol *symbol = &scalar->symbol;
    const struct c_global *global = c_facts_global(check->program->facts, symbol->name);
    if (!global || !check_visible(check, symbol->span, global))
        return;
    if (global->rank || !same_type(symbol->type, type_of_c(&global->type))) {
        overlay_error(check->source, symbol->span, "'%s' is %s here, and %s in C", symbol->name,
                      symbol->type.name, global->spelling);
        note_c(check, &global->place, "there");
    } else if (global->is_defined && scalar->syntax->value && !same_value(scalar, global)) {
        overlay_error(check->source, symbol->span, "'%s' has a value here, and it is defined in C",
                      symbol->name);
        note_c(check, &global->place, "there");
    }
    scalar->global = global->is_defined ? global : NULL;
}

/* ---- kernels ---- */

/* An error at the parameter of the command, with the one of C. */
static void mismatch(struct check *check, const struct parameter *parameter,
                     const struct c_parameter *c, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void mismatch(struct check *check, const struct parameter *parameter,
                     const struct c_parameter *c, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = xvasprintf(format, arguments), *note = xasprintf("it is '%s' in C", c->spelling);
    va_end(arguments);
    diag_raise(check->source->diag, DIAG_OVERLAY_PROTOTYPE,
               overlay_place(check->source, parameter->span), "%s", text);
    note_c(check, &c->place, note);
    free(note);
    free(text);
}

static void check_buffer_parameter(struct check *check, const struct parameter *parameter,
                                   const struct c_parameter *c) {
    struct type type = type_of_c(&c->type);
    bool reads = parameter->direction == DIRECTION_IN;
    if (c->kind != C_PARAMETER_POINTER && c->kind != C_PARAMETER_VIEW)
        mismatch(
            check, parameter, c,
            "'%s' is a buffer: the function has to take a pointer, or a struct with data, min, "
            "extent and stride",
            parameter->name);
    else if (!same_type(parameter->type, type))
        mismatch(check, parameter, c, "'%s' has elements of type %s, and the function's of type %s",
                 parameter->name, parameter->type.name, type.name);
    else if (c->kind == C_PARAMETER_VIEW && c->rank != parameter->rank)
        mismatch(check, parameter, c,
                 "'%s' is %u-dimensional, and the function's view %u-dimensional", parameter->name,
                 parameter->rank, c->rank);
    else if (reads && !c->type.is_const)
        mismatch(check, parameter, c, "'%s' is in: the function has to take it as const %s",
                 parameter->name, type.name);
    else if (!reads && c->type.is_const)
        mismatch(check, parameter, c, "'%s' is %s, and the function takes it as const",
                 parameter->name, direction_words[parameter->direction]);
}

/* An enumeration goes by the type of its integers, too. */
static bool same_number(struct type type, const struct c_type *c) {
    return same_type(type, type_of_c(c)) ||
           (type.name && c->scalar && !strcmp(type.name, c->scalar));
}

static void check_parameter(struct check *check, struct parameter *parameter,
                            const struct c_parameter *c) {
    parameter->c = c;
    if (parameter->rank)
        check_buffer_parameter(check, parameter, c);
    else if (c->kind != C_PARAMETER_SCALAR || !same_number(parameter->type, &c->type))
        mismatch(check, parameter, c, "'%s' is of type %s, and the function's of another",
                 parameter->name, parameter->type.name);
}

static void check_result(struct check *check, const struct command *command) {
    if (command->c->result != C_RESULT_OTHER)
        return;
    diag_raise(check->source->diag, DIAG_OVERLAY_PROTOTYPE,
               overlay_place(check->source, command->function_span),
               "'%s' has to return nothing, or an int that tells whether it failed, and not '%s'",
               command->function, command->c->result_spelling);
    note_c(check, &command->c->place, "here");
}

static void report_missing(struct check *check, const struct command *command) {
    const struct c_facts *facts = check->program->facts;
    struct nearest search = nearest_to(command->function);
    for (size_t i = 0; i < facts->function_count; i++)
        nearest_offer(&search, facts->functions[i].name);
    char *hint = nearest_hint(&search, "");
    diag_raise(check->source->diag, DIAG_OVERLAY_PROTOTYPE,
               overlay_place(check->source, command->function_span),
               "there is no function '%s' in the C files%s", command->function, hint);
    free(hint);
}

void check_kernel(struct check *check, struct command *command) {
    const struct c_function *c = c_facts_function(check->program->facts, command->function);
    if (!c) {
        report_missing(check, command);
        return;
    }
    command->c = c;
    if (c->is_static || c->is_variadic || c->count != command->count) {
        diag_raise(check->source->diag, DIAG_OVERLAY_PROTOTYPE,
                   overlay_place(check->source, command->function_span),
                   c->is_static     ? "'%s' is static: other files do not see it"
                   : c->is_variadic ? "'%s' takes variable arguments in C"
                                    : "'%s' has %zu parameters here, and %zu in C",
                   command->function, command->count, c->count);
        note_c(check, &c->place, "here");
        return;
    }
    check_result(check, command);
    for (size_t i = 0; i < command->count; i++)
        check_parameter(check, &command->parameters[i], &c->parameters[i]);
}
