/* The task loops of a group in C. What depends on expressions is decided here, and the runtime gets
 * numbers: which parents there are, where a view begins. */
#include "nbc/overlay/c.h"

#include "nbc/overlay/instances.h"
#include "nbc/overlay/order.h"
#include "nbc/overlay/print.h"
#include "nbc/overlay/values.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct loops {
    FILE *out;
    const struct overlay_program *program;
    const struct group *group;
    int depth; /* of the indentation */
};

static void line(const struct loops *loops, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The indentation and a text; with a newline if it ends with one. */
static void line(const struct loops *loops, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(loops->out, "%*s", 4 * loops->depth, "");
    vfprintf(loops->out, format, arguments);
    va_end(arguments);
}

/* ---- which parents there are ---- */

/* Conditions of an if, one after the other. */
struct conjunction {
    FILE *out;
    bool begun;
};

static void next_condition(struct conjunction *all) {
    fputs(all->begun ? " && " : "", all->out);
    all->begun = true;
}

/* Whether a parent's index is its child's own variable in a loop around both, and so in all the
 * loops outside of it: then it is in the loop because the child is. */
static bool is_shared(const struct task *child, const struct dependency *dependency, size_t loop) {
    int64_t distance;
    if (loop >= order_common(child, dependency->parent))
        return false;
    for (size_t k = 0; k <= loop; k++)
        if (!order_distance(child, dependency, k, &distance) || distance)
            return false;
    return true;
}

/* index >= first && index < limit, without what both say by themselves. */
static void print_inside(struct conjunction *all, const struct dependency *dependency, size_t k,
                         struct c_style style) {
    const struct loop *loop = dependency->parent->loops[k];
    const struct expression *index = dependency->indices[k];
    struct c_style bounds = {.checked = style.checked, .parent = dependency};
    int precedence = operators[OPERATOR_LESS].precedence + 1;
    struct range range = range_of(index);
    int64_t behind;
    bool known = order_behind(dependency, k, loop->first, &behind) && behind >= 0;
    if (!known && range.least < range_of(loop->first).most) {
        next_condition(all);
        c_expression(all->out, index, precedence, style);
        fputs(" >= ", all->out);
        c_expression(all->out, loop->first, precedence, bounds);
    }
    int64_t limit = range_of(loop->limit).least;
    known = order_behind(dependency, k, loop->limit, &behind) && behind < loop->inclusive;
    if (!known && (loop->inclusive ? range.most > limit : range.most >= limit)) {
        next_condition(all);
        c_expression(all->out, index, precedence, style);
        fputs(loop->inclusive ? " <= " : " < ", all->out);
        c_expression(all->out, loop->limit, precedence, bounds);
    }
}

static void print_conditions(struct conjunction *all, const struct task *child,
                             const struct dependency *dependency, struct c_style style) {
    int64_t value;
    for (size_t i = 0; i < dependency->condition_count; i++) {
        const struct expression *condition = dependency->conditions[i];
        if (value_constant(condition, &value) && value)
            continue;
        bool only_or = condition->kind == EXPRESSION_BINARY && condition->operator== OPERATOR_OR;
        next_condition(all);
        c_expression(all->out, condition,
                     only_or ? PRECEDENCE_PRIMARY : operators[OPERATOR_AND].precedence, style);
    }
    for (size_t k = 0; k < dependency->parent->depth; k++)
        if (!is_shared(child, dependency, k))
            print_inside(all, dependency, k, style);
}

/* By the first loop around both in which parent and child differ. */
static void print_order(FILE *out, const struct task *child, const struct dependency *dependency,
                        struct c_style style) {
    enum order order = order_of_parent(child, dependency);
    if (order != ORDER_VARIES) {
        fputs(order == ORDER_BEFORE ? "OVERLAY_BEFORE" : "OVERLAY_AFTER", out);
        return;
    }
    int precedence = operators[OPERATOR_LESS].precedence + 1;
    size_t common = order_common(child, dependency->parent);
    for (size_t k = 0; k < common; k++) {
        const struct symbol *variable = &child->loops[k]->variable;
        c_expression(out, dependency->indices[k], precedence, style);
        fprintf(out, " != %s%s ? (", C_VARIABLE(variable));
        c_expression(out, dependency->indices[k], precedence, style);
        fprintf(out, " < %s%s ? OVERLAY_BEFORE : OVERLAY_AFTER) : ", C_VARIABLE(variable));
    }
    fputs(dependency->parent->position < child->position ? "OVERLAY_BEFORE" : "OVERLAY_AFTER", out);
}

static void print_indices(FILE *out, const struct dependency *dependency, struct c_style style) {
    for (size_t k = 0; k < dependency->parent->depth; k++) {
        fputs(k ? ", " : "", out);
        c_expression(out, dependency->indices[dependency->parent->order[k]], 0, style);
    }
}

static void print_dependency_of(const struct loops *loops, const struct task *child,
                                const struct dependency *dependency, struct c_style style) {
    char *condition = NULL;
    size_t size;
    const char *name = c_overlay_name(child->overlay);
    struct conjunction all = {open_memstream(&condition, &size)};
    print_conditions(&all, child, dependency, style);
    fclose(all.out);
    if (all.begun)
        line(loops, "if (%s)\n    ", condition);
    free(condition);
    line(loops, "task->deps[overlay_count++] = (%s_dep_t){{%s_%s, {", name, name,
         dependency->parent->name);
    print_indices(loops->out, dependency, style);
    fputs(dependency->parent->depth ? "}}, " : "0}}, ", loops->out);
    print_order(loops->out, child, dependency, style);
    fprintf(loops->out, ", %s_%s_key(", name, dependency->parent->name);
    print_indices(loops->out, dependency, style);
    fputs(")};\n", loops->out);
}

/* ---- arguments ---- */

static struct c_style style_of(const struct argument *argument) {
    return (struct c_style){.checked = !argument->proved};
}

/* Whether a dimension of a view is known when this is printed. */
static bool constant_crop(const struct argument *argument, unsigned d, struct crop *crop) {
    int64_t block, first, last, at, size = argument->buffer->extents[d];
    *crop = (struct crop){0, size};
    if (!argument->block)
        return true;
    return value_constant(argument->block, &block) &&
           value_constant(argument->pairs[2 * d], &first) &&
           value_constant(argument->pairs[2 * d + 1], &last) && block >= 1 &&
           !view_crop(size, block, first, last, crop, &at);
}

/* The variables that hold what is computed of a view. */
static void print_crops(const struct loops *loops, const struct task *task, size_t i) {
    const struct argument *argument = &task->arguments[i];
    struct c_style style = style_of(argument);
    struct crop known;
    for (unsigned d = 0; d < argument->buffer->rank; d++) {
        if (constant_crop(argument, d, &known))
            continue;
        line(loops, "const overlay_crop_t overlay_crop_%s_%u = overlay_crop%s(%lld, ",
             task->command->parameters[i].name, d, argument->proved ? "" : "_checked",
             (long long)argument->buffer->extents[d]);
        c_expression(loops->out, argument->block, 0, style);
        fputs(", ", loops->out);
        c_expression(loops->out, argument->pairs[2 * d], 0, style);
        fputs(", ", loops->out);
        c_expression(loops->out, argument->pairs[2 * d + 1], 0, style);
        fputs(argument->proved ? ");\n" : ", &fault);\n", loops->out);
    }
}

/* min or extent of a dimension. */
static void print_crop(FILE *out, const struct task *task, size_t i, unsigned d, bool extent) {
    struct crop known;
    if (constant_crop(&task->arguments[i], d, &known))
        fprintf(out, "%lld", (long long)(extent ? known.extent : known.min));
    else
        fprintf(out, "overlay_crop_%s_%u.%s", task->command->parameters[i].name, d,
                extent ? "extent" : "min");
}

/* The address of the first element. One past the end, of an empty view, is none of an element. */
static void print_address(FILE *out, const struct task *task, size_t i) {
    const struct argument *argument = &task->arguments[i];
    if (!argument->block && argument->buffer->rank == 1) {
        fputs(argument->buffer->name, out);
        return;
    }
    fprintf(out, "&%s", argument->buffer->name);
    for (unsigned d = 0; d < argument->buffer->rank; d++) {
        fputc('[', out);
        print_crop(out, task, i, d, false);
        fputc(']', out);
    }
}

static void print_view(const struct loops *loops, const struct task *task, size_t i) {
    static const char *const names[VIEW_MEMBERS] = {"data", "min", "extent", "stride"};
    const struct buffer *buffer = task->arguments[i].buffer;
    fputs("{\n", loops->out);
    line(loops, "        .data = ");
    print_address(loops->out, task, i);
    for (int member = VIEW_MIN; member < VIEW_MEMBERS; member++) {
        fputs(",\n", loops->out);
        line(loops, "        .%s = {", names[member]);
        for (unsigned d = 0; d < buffer->rank; d++) {
            fputs(d ? ", " : "", loops->out);
            if (member == VIEW_STRIDE)
                fprintf(loops->out, "%lld", (long long)buffer->strides[d]);
            else
                print_crop(loops->out, task, i, d, member == VIEW_EXTENT);
        }
        fputc('}', loops->out);
    }
    fputs(",\n", loops->out);
    line(loops, "    }");
}

/* A number, and what is checked of it where it may not fit. */
static void print_value(const struct loops *loops, const struct task *task, size_t i) {
    const struct argument *argument = &task->arguments[i];
    const struct parameter *parameter = &task->command->parameters[i];
    const char *type = type_spelling(parameter->type);
    struct range range = range_of(argument->expression);
    int64_t least, most;
    if (type_is_floating(parameter->type)) {
        fprintf(loops->out, "(%s)", type);
        c_expression(loops->out, argument->expression, PRECEDENCE_PRIMARY, style_of(argument));
        return;
    }
    type_range(parameter->type, loops->program->facts->target, &least, &most);
    if (argument->proved || (range.least >= least && range.most <= most)) {
        int64_t value;
        bool plain = value_constant(argument->expression, &value);
        if (!plain)
            fprintf(loops->out, "(%s)", type);
        c_expression(loops->out, argument->expression, plain ? 0 : PRECEDENCE_PRIMARY,
                     style_of(argument));
        return;
    }
    fprintf(loops->out, "(%s)overlay_fit(", type);
    c_expression(loops->out, argument->expression, 0, style_of(argument));
    fputs(", ", loops->out);
    c_integer(loops->out, least);
    fputs(", ", loops->out);
    c_integer(loops->out, most);
    fprintf(loops->out, ", \"argument %zu, %s, does not fit %s\", &fault)", i + 1, parameter->name,
            type);
}

static void print_argument(const struct loops *loops, const struct task *task, size_t i) {
    const struct argument *argument = &task->arguments[i];
    const struct parameter *parameter = &task->command->parameters[i];
    switch (argument->kind) {
    case ARGUMENT_VALUE: print_value(loops, task, i); break;
    case ARGUMENT_FLOATING: expression_print(loops->out, argument->expression, 0); break;
    case ARGUMENT_SCALAR: fputs(argument->scalar->symbol.name, loops->out); break;
    case ARGUMENT_VIEW:
        if (parameter->c->kind == C_PARAMETER_VIEW)
            print_view(loops, task, i);
        else
            print_address(loops->out, task, i);
        break;
    }
}

/* Two views of one buffer, of which one is written. */
static bool may_overlap(const struct task *task, size_t i, size_t k) {
    const struct argument *a = &task->arguments[i], *b = &task->arguments[k];
    return a->kind == ARGUMENT_VIEW && b->kind == ARGUMENT_VIEW && a->buffer == b->buffer &&
           (!a->proved || !b->proved) &&
           (task->command->parameters[i].direction > DIRECTION_IN ||
            task->command->parameters[k].direction > DIRECTION_IN);
}

static void print_crop_value(FILE *out, const struct task *task, size_t i, unsigned d) {
    fputs("(overlay_crop_t){", out);
    print_crop(out, task, i, d, false);
    fputs(", ", out);
    print_crop(out, task, i, d, true);
    fputc('}', out);
}

static void print_overlap(const struct loops *loops, const struct task *task, size_t i, size_t k) {
    line(loops, "if (");
    for (unsigned d = 0; d < task->arguments[i].buffer->rank; d++) {
        fputs(d ? " && !overlay_apart(" : "!overlay_apart(", loops->out);
        print_crop_value(loops->out, task, i, d);
        fputs(", ", loops->out);
        print_crop_value(loops->out, task, k, d);
        fputc(')', loops->out);
    }
    fputs(")\n", loops->out);
    line(loops,
         "    overlay_fault(&fault, \"one of two arguments that overlap is written: %zu and\", "
         "%zu);\n",
         k + 1, i + 1);
}

/* ---- tasks ---- */

static bool argument_may_fault(const struct loops *loops, const struct task *task, size_t i) {
    const struct argument *argument = &task->arguments[i];
    int64_t least, most;
    if (argument->proved || argument->kind == ARGUMENT_FLOATING ||
        argument->kind == ARGUMENT_SCALAR)
        return argument->kind == ARGUMENT_VALUE &&
               c_may_fault(argument->expression, style_of(argument));
    if (argument->kind == ARGUMENT_VIEW)
        return argument->block;
    if (c_may_fault(argument->expression, style_of(argument)))
        return true;
    if (type_is_floating(task->command->parameters[i].type))
        return false;
    struct range range = range_of(argument->expression);
    type_range(task->command->parameters[i].type, loops->program->facts->target, &least, &most);
    return range.least < least || range.most > most;
}

static bool dependency_may_fault(const struct dependency *dependency, struct c_style style) {
    for (size_t i = 0; i < dependency->condition_count; i++)
        if (c_may_fault(dependency->conditions[i], style))
            return true;
    for (size_t k = 0; k < dependency->parent->depth; k++)
        if (c_may_fault(dependency->indices[k], style) ||
            c_may_fault(dependency->parent->loops[k]->first, style) ||
            c_may_fault(dependency->parent->loops[k]->limit, style))
            return true;
    return false;
}

static bool task_may_fault(const struct loops *loops, const struct task *task) {
    for (size_t i = 0; i < task->argument_count; i++) {
        if (argument_may_fault(loops, task, i))
            return true;
        for (size_t k = 0; k < i; k++)
            if (may_overlap(task, i, k))
                return true;
    }
    for (size_t i = 0; i < task->dependency_count; i++)
        if (dependency_may_fault(&task->dependencies[i],
                                 (struct c_style){.checked = !task->proved}))
            return true;
    return false;
}

static void print_comment(const struct loops *loops, const struct task *task) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    print_enqueue_statement(out, task);
    fclose(out);
    for (char *at = text;
         (at = strstr(at, "*/"));) /* of a product of a dereference: there is none */
        at[1] = ' ';
    line(loops, "/* %s */\n", text);
    free(text);
}

/* The record's slot, and whose it is. */
static void print_begin(const struct loops *loops, const struct task *task) {
    const char *name = c_overlay_name(task->overlay);
    line(loops, "OVERLAY_CHANNEL %s_task_t *const task = overlay_task(run);\n", name);
    line(loops, "if (!task)\n");
    line(loops, "    return;\n");
    line(loops, "task->queue = %u;\n", task->command->queue);
    line(loops, "task->index = (%s_index_t){%s_%s, {", name, name, task->name);
    c_variables(loops->out, task, "");
    fputs(task->depth ? "}};\n" : "0}};\n", loops->out);
    line(loops, "task->key = %s_%s_key(", name, task->name);
    c_variables(loops->out, task, "");
    fputs(");\n", loops->out);
}

static void print_dependencies(const struct loops *loops, const struct task *task) {
    if (!task->dependency_count)
        return;
    line(loops, "uint32_t overlay_count = 0;\n");
    for (size_t i = 0; i < task->dependency_count; i++)
        print_dependency_of(loops, task, &task->dependencies[i],
                            (struct c_style){.checked = !task->proved});
    line(loops, "task->num_of_deps = overlay_count;\n");
}

static void print_views(const struct loops *loops, const struct task *task) {
    for (size_t i = 0; i < task->argument_count; i++)
        if (task->arguments[i].kind == ARGUMENT_VIEW)
            print_crops(loops, task, i);
    for (size_t i = 0; i < task->argument_count; i++)
        for (size_t k = 0; k < i; k++)
            if (may_overlap(task, i, k))
                print_overlap(loops, task, i, k);
}

static void print_inputs(const struct loops *loops, const struct task *task) {
    const struct command *command = task->command;
    line(loops, "task->inputs.%s = (%s_%s_inputs_t){\n", command->function,
         c_overlay_name(task->overlay), command->function);
    for (size_t i = 0; i < task->argument_count; i++) {
        line(loops, "    .%s = ", command->parameters[i].name);
        print_argument(loops, task, i);
        fputs(",\n", loops->out);
    }
    line(loops, "};\n");
}

static void print_task(struct loops *loops, const struct task *task) {
    bool may_fault = task_may_fault(loops, task);
    print_comment(loops, task);
    line(loops, "{\n");
    loops->depth++;
    if (may_fault)
        line(loops, "overlay_fault_t fault = {0};\n");
    print_begin(loops, task);
    print_dependencies(loops, task);
    print_views(loops, task);
    if (task->argument_count)
        print_inputs(loops, task);
    if (may_fault) {
        line(loops, "task->error = fault.text;\n");
        line(loops, "task->error_value = fault.value;\n");
    }
    line(loops, "overlay_enqueue(run, task);\n");
    loops->depth--;
    line(loops, "}\n");
}

/* ---- loops ---- */

static void print_nodes(struct loops *loops, const struct node_list *nodes);

/* A bound that may have no value is computed before its loop. */
static void print_bound_checks(const struct loops *loops, const struct loop *loop,
                               struct c_style style) {
    const struct expression *bounds[] = {loop->first, loop->limit};
    static const char *const names[] = {"first", "limit"};
    line(loops, "overlay_fault_t fault = {0};\n");
    for (int i = 0; i < 2; i++) {
        line(loops, "const int64_t overlay_%s = ", names[i]);
        c_expression(loops->out, bounds[i], 0, style);
        fputs(";\n", loops->out);
    }
    line(loops, "if (fault.text) {\n");
    line(loops, "    overlay_stop(run, fault.text, fault.value);\n");
    line(loops, "    return;\n");
    line(loops, "}\n");
}

static void print_loop(struct loops *loops, const struct loop *loop) {
    struct c_style style = {.checked = !loops->group->proved};
    const struct symbol *variable = &loop->variable;
    bool may_fault = c_may_fault(loop->first, style) || c_may_fault(loop->limit, style);
    int precedence = operators[OPERATOR_LESS].precedence + 1;
    if (may_fault) {
        line(loops, "{\n");
        loops->depth++;
        print_bound_checks(loops, loop, style);
    }
    line(loops, "for (int64_t %s%s = ", C_VARIABLE(variable));
    if (may_fault)
        fputs("overlay_first", loops->out);
    else
        c_expression(loops->out, loop->first, 0, style);
    fprintf(loops->out, "; %s%s %s ", C_VARIABLE(variable), loop->inclusive ? "<=" : "<");
    if (may_fault)
        fputs("overlay_limit", loops->out);
    else
        c_expression(loops->out, loop->limit, precedence, style);
    fprintf(loops->out, "; %s%s++) {\n", C_VARIABLE(variable));
    loops->depth++;
    print_nodes(loops, &loop->body);
    loops->depth--;
    line(loops, "}\n");
    if (may_fault) {
        loops->depth--;
        line(loops, "}\n");
    }
}

static void print_nodes(struct loops *loops, const struct node_list *nodes) {
    for (size_t i = 0; i < nodes->count; i++) {
        if (nodes->items[i].loop)
            print_loop(loops, nodes->items[i].loop);
        else
            print_task(loops, nodes->items[i].task);
    }
}

static void print_symbol_member(const struct symbol *symbol, void *context) {
    fprintf(context, "    int64_t %s;\n", symbol->name);
}

struct symbol_context {
    FILE *out;
    const char *group;
};

static void print_symbol_variable(const struct symbol *symbol, void *context) {
    const struct symbol_context *symbols = context;
    fprintf(symbols->out, "    const int64_t %s%s = ((const symbols_of_%s_t *)symbols)->%s;\n",
            C_VARIABLE(symbol), symbols->group, symbol->name);
}

void c_loops(FILE *out, const struct overlay_program *program, const struct group *group) {
    struct loops loops = {.out = out, .program = program, .group = group, .depth = 1};
    const char *name = c_group_name(group), *overlay = c_overlay_name(group->tasks[0]->overlay);
    struct symbol_context symbols = {out, name};
    bool any = c_group_has_symbols(program, group);
    fprintf(out, "\n/* ---- the loops of %s ---- */\n\n", name);
    if (any) {
        fputs("typedef struct {\n", out);
        c_group_symbols(program, group, print_symbol_member, out);
        fprintf(out, "} symbols_of_%s_t;\n\n", name);
    }
    fprintf(out,
            "static OVERLAY_LOOPS void loops_of_%s(overlay_run_t *run, const void *symbols) {\n",
            name);
    if (any)
        c_group_symbols(program, group, print_symbol_variable, &symbols);
    else
        fputs("    (void)symbols;\n", out);
    fputc('\n', out);
    print_nodes(&loops, &group->nest);
    line(&loops, "/* overlay_switch(\"after_main_body\") */\n");
    line(&loops, "OVERLAY_CHANNEL %s_task_t *const task = overlay_task(run);\n", overlay);
    line(&loops, "if (!task)\n");
    line(&loops, "    return;\n");
    line(&loops, "task->last = true;\n");
    line(&loops, "overlay_enqueue(run, task);\n}\n");
}
