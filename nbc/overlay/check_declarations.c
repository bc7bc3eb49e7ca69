#include "nbc/overlay/check.h"

#include "nbc/overlay/c.h"
#include "support/array.h"
#include "support/nearest.h"

#include <stdlib.h>
#include <string.h>

/* ---- buffers and scalars ---- */

/* A type of numbers. */
static bool find_type(struct check *check, const struct word *word, struct type *type,
                      bool *is_const) {
    if (!type_find(word->text, check->program->facts, check->target, type, is_const)) {
        struct nearest search = nearest_to(word->text);
        type_offer(check->program->facts, &search);
        char *hint = nearest_hint(&search, "");
        overlay_error(check->source, word->span, "there is no type '%s'%s", word->text, hint);
        free(hint);
        return false;
    }
    if (type->scalar)
        return true;
    overlay_error(check->source, word->span, "'%s' is no type of numbers", word->text);
    return false;
}

/* Extents and strides; the whole must be what C can index with an int. */
static bool lay_out(struct check *check, const struct declaration *declaration,
                    struct buffer *buffer) {
    bool ok = true;
    for (size_t i = 0; i < declaration->extents.count; i++) {
        struct expression *extent = declaration->extents.items[i];
        int64_t value = 1;
        if (!check_expression(check, extent, NULL))
            ok = false;
        else if (!value_constant(extent, &value) || value < 1) {
            overlay_error(check->source, extent->span,
                          "an extent has to be a constant of at least 1");
            ok = false;
        }
        if (i < BUFFER_RANK)
            buffer->extents[i] = value > 0 ? value : 1;
    }
    if (declaration->extents.count > BUFFER_RANK) {
        overlay_error(check->source, declaration->name.span,
                      "'%s' has %zu dimensions; a buffer has 1 to %d", buffer->name,
                      declaration->extents.count, BUFFER_RANK);
        return false;
    }
    buffer->rank = (unsigned)declaration->extents.count;
    int64_t stride = 1;
    for (unsigned i = buffer->rank; i-- > 0;) {
        buffer->strides[i] = stride;
        if (__builtin_mul_overflow(stride, buffer->extents[i], &stride) || stride > INT32_MAX) {
            overlay_error(check->source, declaration->name.span, "'%s' has more than %d elements",
                          buffer->name, INT32_MAX);
            return false;
        }
    }
    return ok;
}

static void declare_buffer(struct check *check, const struct declaration *declaration) {
    struct overlay_program *program = check->program;
    struct buffer *buffer = xcalloc(1, sizeof *buffer);
    *ARRAY_ADD(program->buffers, program->buffer_count) = buffer;
    buffer->name = declaration->name.text;
    buffer->span = declaration->name.span;
    bool ok = find_type(check, &declaration->type, &buffer->type, &buffer->is_const);
    ok &= lay_out(check, declaration, buffer);
    if (check_declare(check, &declaration->name, NAME_BUFFER, buffer) && ok && program->facts)
        check_buffer_global(check, buffer);
}

/* The value has to be a constant of the type. */
static void check_value(struct check *check, const struct scalar *scalar) {
    struct expression *value = scalar->syntax->value;
    const struct expression *number = value;
    bool floating = type_is_floating(scalar->symbol.type);
    while (floating && number->kind == EXPRESSION_UNARY && number->operator== OPERATOR_NEGATE)
        number = number->parts[0];
    if (floating && number->kind == EXPRESSION_FLOATING)
        return;
    int64_t constant;
    if (!check_expression(check, value, NULL))
        return;
    if (!value_constant(value, &constant))
        overlay_error(check->source, value->span, "the value of '%s' has to be a constant",
                      scalar->symbol.name);
    else if (!floating && (constant < scalar->symbol.least || constant > scalar->symbol.most))
        overlay_error(check->source, value->span, "%lld does not fit '%s', which is of type %s",
                      (long long)constant, scalar->symbol.name, scalar->symbol.type.name);
}

static void declare_scalar(struct check *check, const struct declaration *declaration) {
    struct overlay_program *program = check->program;
    struct scalar *scalar = xcalloc(1, sizeof *scalar);
    *ARRAY_ADD(program->scalars, program->scalar_count) = scalar;
    scalar->syntax = declaration;
    scalar->symbol = (struct symbol){
        .kind = SYMBOL_SCALAR, .name = declaration->name.text, .span = declaration->name.span};
    bool is_const;
    bool ok = find_type(check, &declaration->type, &scalar->symbol.type, &is_const);
    if (ok && !type_is_floating(scalar->symbol.type))
        type_range(scalar->symbol.type, check->target, &scalar->symbol.least, &scalar->symbol.most);
    if (ok && declaration->value)
        check_value(check, scalar);
    if (check_declare(check, &declaration->name, NAME_SCALAR, scalar) && ok && program->facts)
        check_scalar_global(check, scalar);
}

void check_declaration(struct check *check, const struct declaration *declaration) {
    if (check->group)
        overlay_error(check->source, declaration->name.span,
                      "'%s' has to be declared outside of the loops", declaration->name.text);
    else if (declaration->extents.count)
        declare_buffer(check, declaration);
    else
        declare_scalar(check, declaration);
}

/* ---- overlays ---- */

static void take_slots(struct check *check, const struct expression *option,
                       struct overlay *overlay) {
    static const char *const names[] = {"slots"};
    int64_t value;
    if (option->kind != EXPRESSION_BINDING)
        overlay_error(check->source, option->span, "an option is written slots = 32");
    else if (strcmp(option->name.text, names[0]))
        check_unknown(check, &option->name, "option", names, 1);
    else if (!check_expression(check, option->parts[0], NULL))
        return;
    else if (!value_constant(option->parts[0], &value) || value < SLOTS_LEAST || value > SLOTS_MOST)
        overlay_error(check->source, option->parts[0]->span,
                      "there are %d to %d slots, as a constant", SLOTS_LEAST, SLOTS_MOST);
    else
        overlay->slots = (unsigned)value;
}

static void take_parameter(struct check *check, const struct parameter_syntax *syntax,
                           struct command *command) {
    struct parameter *parameter = &command->parameters[command->count];
    bool is_const, is_buffer = syntax->rank > 0;
    *parameter = (struct parameter){.name = syntax->name.text,
                                    .span = syntax->name.span,
                                    .direction = syntax->direction,
                                    .rank = syntax->rank};
    find_type(check, &syntax->type, &parameter->type, &is_const);
    check_spelling(check, &syntax->name);
    for (size_t i = 0; i < command->count; i++)
        if (!strcmp(command->parameters[i].name, parameter->name)) {
            overlay_error(check->source, parameter->span, "two parameters of '%s' are called '%s'",
                          command->function, parameter->name);
            overlay_note(check->source, command->parameters[i].span, "the first one");
        }
    if (is_buffer && !syntax->direction)
        overlay_error(check->source, syntax->span,
                      "'%s' is a buffer: it has to be in, out or inout", parameter->name);
    if (!is_buffer && syntax->direction)
        overlay_error(check->source, syntax->span,
                      "'%s' is %s, but no buffer: a pair of brackets is missing for each dimension",
                      parameter->name, direction_words[syntax->direction]);
    if (syntax->rank > BUFFER_RANK)
        overlay_error(check->source, syntax->span, "'%s' has %u dimensions; a buffer has 1 to %d",
                      parameter->name, syntax->rank, BUFFER_RANK);
    command->count++;
}

static bool take_queue(struct check *check, struct expression *queue, unsigned *number) {
    int64_t value;
    if (!check_expression(check, queue, NULL))
        return false;
    if (value_constant(queue, &value) && value >= 0 && value < QUEUES) {
        *number = (unsigned)value;
        return true;
    }
    overlay_error(check->source, queue->span, "a queue is a constant number from 0 to %d",
                  QUEUES - 1);
    return false;
}

static bool check_function(struct check *check, const struct command_syntax *syntax) {
    if (c_is_taken(syntax->function.text))
        overlay_error(check->source, syntax->function.span,
                      "no kernel can be called '%s': the generated C has a variable of this name",
                      syntax->function.text);
    return !c_is_taken(syntax->function.text);
}

/* One function on two queues, or two on one. */
static bool check_unique(struct check *check, const struct overlay *overlay,
                         const struct command *command) {
    for (size_t i = 0; i < overlay->count; i++)
        if (!strcmp(overlay->commands[i]->function, command->function)) {
            overlay_error(check->source, command->function_span,
                          "'%s' has a command already; one function on two queues needs two names",
                          command->function);
            overlay_note(check->source, overlay->commands[i]->function_span, "here");
            return false;
        }
    const struct command *other = overlay->queues[command->queue];
    if (!other)
        return true;
    overlay_error(check->source, command->function_span, "queue %u is that of '%s'", command->queue,
                  other->function);
    overlay_note(check->source, other->function_span, "here");
    return false;
}

static void take_command(struct check *check, const struct command_syntax *syntax,
                         struct overlay *overlay) {
    struct command *command = xcalloc(1, sizeof *command);
    command->function = syntax->function.text;
    command->function_span = syntax->function.span;
    command->span = syntax->span;
    command->parameters = xcalloc(syntax->count + 1, sizeof *command->parameters);
    bool ok = check_spelling(check, &syntax->function) && check_function(check, syntax) &&
              take_queue(check, syntax->queue, &command->queue);
    unsigned errors = check->source->diag->errors;
    for (size_t i = 0; i < syntax->count; i++)
        take_parameter(check, &syntax->parameters[i], command);
    if (ok && check_unique(check, overlay, command))
        overlay->queues[command->queue] = command;
    *ARRAY_ADD(overlay->commands, overlay->count) = command;
    if (check->program->facts && check->source->diag->errors == errors)
        check_kernel(check, command);
}

void check_overlay(struct check *check, const struct overlay_syntax *syntax) {
    struct overlay_program *program = check->program;
    struct overlay *overlay = xcalloc(1, sizeof *overlay);
    *ARRAY_ADD(program->overlays, program->overlay_count) = overlay;
    overlay->name = syntax->name.text;
    overlay->span = syntax->name.span;
    overlay->slots = SLOTS_DEFAULT;
    if (check->group)
        overlay_error(check->source, syntax->name.span,
                      "an overlay has to be declared outside of the loops");
    check_declare(check, &syntax->name, NAME_OVERLAY, overlay);
    for (size_t i = 0; i < syntax->options.count; i++)
        take_slots(check, syntax->options.items[i], overlay);
    for (size_t i = 0; i < syntax->count; i++)
        take_command(check, &syntax->commands[i], overlay);
    if (!syntax->count)
        overlay_error(check->source, syntax->name.span, "'%s' has no command", overlay->name);
}
