/* The arguments of a task against the parameters of its command. */
#include "nbc/overlay/check.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

/* What is wrong with an argument is told of its task, and then where it stands. */
static void wrong_argument(struct check *check, const struct task *task, size_t index,
                           struct span span, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

static void wrong_argument(struct check *check, const struct task *task, size_t index,
                           struct span span, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = xvasprintf(format, arguments);
    va_end(arguments);
    diag_raise(check->source->diag, DIAG_OVERLAY_ARGUMENT, overlay_place(check->source, task->span),
               "argument %zu of %s: %s", index + 1, task->command->function, text);
    overlay_note(check->source, span, "the argument");
    if (index < task->command->count)
        overlay_note(check->source, task->command->parameters[index].span, "the parameter");
    free(text);
}

/* ---- views ---- */

static bool take_blocks(struct check *check, struct task *task, struct expression *view,
                        struct argument *argument) {
    static const char *const methods[] = {"BCropped"};
    struct loop *scope = check_innermost(task);
    if (strcmp(view->method.text, methods[0])) {
        check_unknown(check, &view->method, "view", methods, 1);
        return false;
    }
    size_t wanted = 1 + 2 * (size_t)argument->buffer->rank;
    if (view->count != wanted) {
        overlay_error(check->source, view->method.span,
                      "a view of '%s' is BCropped(size of blocks, first and last block of each "
                      "dimension): of %zu numbers, not %zu",
                      argument->buffer->name, wanted, view->count);
        return false;
    }
    bool ok = true;
    for (size_t i = 0; i < view->count; i++)
        ok &= check_expression(check, view->parts[i], scope);
    argument->block = view->parts[0];
    argument->pairs = &view->parts[1];
    return ok;
}

static bool take_buffer(struct check *check, struct task *task, size_t index,
                        struct expression *expression, struct argument *argument) {
    const struct parameter *parameter = &task->command->parameters[index];
    if (expression->kind != EXPRESSION_NAME && expression->kind != EXPRESSION_VIEW) {
        wrong_argument(check, task, index, expression->span,
                       "a buffer or a view of one belongs here");
        return false;
    }
    struct buffer *buffer = check_find(check, &expression->name, NAME_BUFFER);
    if (!buffer)
        return false;
    argument->kind = ARGUMENT_VIEW;
    argument->buffer = buffer;
    if (strcmp(buffer->type.name ? buffer->type.name : "",
               parameter->type.name ? parameter->type.name : "")) {
        wrong_argument(check, task, index, expression->span,
                       "element type %s of '%s' for the parameter's %s", buffer->type.name,
                       buffer->name, parameter->type.name);
        return false;
    }
    if (buffer->rank != parameter->rank) {
        wrong_argument(check, task, index, expression->span,
                       "'%s' is %u-dimensional, and the parameter %u-dimensional", buffer->name,
                       buffer->rank, parameter->rank);
        return false;
    }
    if (buffer->is_const && parameter->direction != DIRECTION_IN) {
        wrong_argument(check, task, index, expression->span,
                       "'%s' is const, and the parameter is %s", buffer->name,
                       direction_words[parameter->direction]);
        return false;
    }
    return expression->kind == EXPRESSION_NAME || take_blocks(check, task, expression, argument);
}

/* ---- scalars ---- */

/* The C variable that an expression is nothing but the name of. */
static struct scalar *scalar_named(struct check *check, const struct expression *expression) {
    const struct named *found = expression->kind == EXPRESSION_NAME
                                    ? lookup_find(&check->program->names, expression->name.text)
                                    : NULL;
    return found && found->kind == NAME_SCALAR ? found->what : NULL;
}

static bool is_floating_constant(const struct expression *expression) {
    while (expression->kind == EXPRESSION_UNARY && expression->operator== OPERATOR_NEGATE)
        expression = expression->parts[0];
    return expression->kind == EXPRESSION_FLOATING;
}

static bool take_floating(struct check *check, struct task *task, size_t index,
                          struct expression *expression, struct argument *argument) {
    const struct parameter *parameter = &task->command->parameters[index];
    struct scalar *scalar = scalar_named(check, expression);
    bool variable = scalar && type_is_floating(scalar->symbol.type);
    if (!variable && !is_floating_constant(expression))
        return false;
    argument->kind = variable ? ARGUMENT_SCALAR : ARGUMENT_FLOATING;
    argument->scalar = scalar;
    if (!type_is_floating(parameter->type))
        wrong_argument(check, task, index, expression->span,
                       "a floating value for a parameter of type %s", parameter->type.name);
    else if (variable && scalar->symbol.type.scalar->bits[0] > parameter->type.scalar->bits[0])
        wrong_argument(check, task, index, expression->span, "a %s may not fit the parameter's %s",
                       scalar->symbol.type.name, parameter->type.name);
    return true;
}

static void take_scalar(struct check *check, struct task *task, size_t index,
                        struct expression *expression, struct argument *argument) {
    const struct parameter *parameter = &task->command->parameters[index];
    const struct named *found = expression->kind == EXPRESSION_NAME
                                    ? lookup_find(&check->program->names, expression->name.text)
                                    : NULL;
    if (expression->kind == EXPRESSION_VIEW || (found && found->kind == NAME_BUFFER)) {
        wrong_argument(check, task, index, expression->span, "a buffer for the number '%s'",
                       parameter->name);
        return;
    }
    if (!parameter->type.scalar || take_floating(check, task, index, expression, argument))
        return;
    int64_t value, least, most;
    argument->kind = ARGUMENT_VALUE;
    if (!check_expression(check, expression, check_innermost(task)) ||
        !value_constant(expression, &value) || type_is_floating(parameter->type))
        return;
    type_range(parameter->type, check->target, &least, &most);
    if (value < least || value > most)
        wrong_argument(check, task, index, expression->span, "%lld does not fit the type %s",
                       (long long)value, parameter->type.name);
}

void check_arguments(struct check *check, struct task *task, const struct enqueue_syntax *syntax) {
    const struct command *command = task->command;
    size_t given = syntax->arguments.count;
    if (given != command->count) {
        diag_raise(check->source->diag, DIAG_OVERLAY_ARGUMENT,
                   overlay_place(check->source, task->span),
                   "number of arguments of %s: %zu, and its command has %zu", command->function,
                   given, command->count);
        overlay_note(check->source, command->function_span, "the command");
        return;
    }
    task->arguments = xcalloc(given + 1, sizeof *task->arguments);
    task->argument_count = given;
    for (size_t i = 0; i < given; i++) {
        struct expression *expression = syntax->arguments.items[i];
        struct argument *argument = &task->arguments[i];
        *argument = (struct argument){.expression = expression, .span = expression->span};
        if (command->parameters[i].rank)
            take_buffer(check, task, i, expression, argument);
        else
            take_scalar(check, task, i, expression, argument);
    }
}
