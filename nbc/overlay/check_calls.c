/* merge_ures, set_bounds, depend and realize. */
#include "nbc/overlay/check.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

/* One call of a chain. */
struct saying {
    struct check *check;
    struct task *task; /* of which it is said */
    const struct call_syntax *call;
    struct expression *condition; /* behind the chain, for its last call; or NULL */
};

static void error_here(const struct saying *saying, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void error_here(const struct saying *saying, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = xvasprintf(format, arguments);
    va_end(arguments);
    overlay_error(saying->check->source, saying->call->method.span, "%s", text);
    free(text);
}

/* What has run cannot be changed any more. */
static bool check_before_run(const struct saying *saying, const struct group *group) {
    if (group->has_run)
        error_here(saying, "'%s' is run before this: %s has to stand before its realize",
                   saying->task->name, saying->call->method.text);
    return !group->has_run;
}

/* The task that an argument names. */
static struct task *task_argument(const struct saying *saying, size_t index) {
    const struct expression *argument = saying->call->arguments.items[index];
    if (argument->kind == EXPRESSION_NAME)
        return check_find(saying->check, &argument->name, NAME_TASK);
    overlay_error(saying->check->source, argument->span, "the name of a task belongs here");
    return NULL;
}

/* ---- merge_ures ---- */

static size_t place_in_group(const struct task *task) {
    size_t at = 0;
    while (task->group->tasks[at] != task)
        at++;
    return at;
}

/* With loops written, the text has decided: the call is a promise to be checked. */
static void check_order(const struct saying *saying, struct task *before, struct task *next,
                        struct span span) {
    struct check *check = saying->check;
    if (next->group != before->group)
        overlay_error(check->source, span, "'%s' and '%s' share no outermost loop", before->name,
                      next->name);
    else if (place_in_group(next) <= place_in_group(before))
        overlay_error(check->source, span, "'%s' does not stand behind '%s' in the loops",
                      next->name, before->name);
    else
        return;
    overlay_note(check->source, next->span, "'%s' is here", next->name);
}

struct replacement {
    struct symbol *from, *to;
};

static void replace_symbol(const struct expression *name, void *context) {
    struct replacement *replacement = context;
    if (name->symbol == replacement->from)
        ((struct expression *)name)->symbol = replacement->to;
}

static void replace_in(struct expression *expression, struct replacement *replacement) {
    if (expression)
        expression_symbols(expression, replace_symbol, replacement);
}

/* The task's loops become those of another, which have the same variables. */
static void move_into(struct task *task, const struct task *leader) {
    for (size_t k = 0; k < task->depth; k++) {
        struct replacement replacement = {&task->loops[k]->variable, &leader->loops[k]->variable};
        for (size_t i = 0; i < task->argument_count; i++)
            replace_in(task->arguments[i].expression, &replacement);
        for (size_t i = 0; i < task->dependency_count; i++) {
            struct dependency *dependency = &task->dependencies[i];
            for (size_t n = 0; n < dependency->parent->depth; n++)
                replace_in(dependency->indices[n], &replacement);
            for (size_t n = 0; n < dependency->condition_count; n++)
                replace_in(dependency->conditions[n], &replacement);
        }
    }
    memcpy(task->loops, leader->loops, task->depth * sizeof *task->loops);
    struct node_list *body =
        task->depth ? &leader->loops[task->depth - 1]->body : &leader->group->nest;
    *ARRAY_ADD(body->items, body->count) = (struct node){.task = task};
}

static bool same_variables(const struct task *a, const struct task *b) {
    if (a->depth != b->depth)
        return false;
    for (size_t k = 0; k < a->depth; k++)
        if (strcmp(a->loops[k]->variable.name, b->loops[k]->variable.name))
            return false;
    return true;
}

static void merge(const struct saying *saying, struct task *next, struct span span) {
    struct group *group = saying->task->group, *old = next->group;
    struct check *check = saying->check;
    if (old == group || old->count > 1 || old->has_bounds) {
        overlay_error(check->source, span,
                      old->has_bounds && old != group
                          ? "'%s' has bounds already: set_bounds has to stand behind merge_ures"
                          : "'%s' is in a group already",
                      next->name);
        return;
    }
    if (!same_variables(saying->task, next)) {
        overlay_error(check->source, span,
                      "'%s' and '%s' have other variables, and there are no loops around them",
                      saying->task->name, next->name);
        overlay_note(check->source, next->span, "'%s' is here", next->name);
        return;
    }
    *ARRAY_ADD(check->program->retired, check->program->retired_count) = old->nest;
    old->nest = (struct node_list){0};
    old->count = 0;
    move_into(next, saying->task);
    next->group = group;
    *ARRAY_ADD(group->tasks, group->count) = next;
}

static void say_merge(const struct saying *saying) {
    const struct expression_list *arguments = &saying->call->arguments;
    struct task *before = saying->task;
    if (!arguments->count)
        error_here(saying, "merge_ures is of the tasks that follow '%s'", saying->task->name);
    for (size_t i = 0; i < arguments->count; i++) {
        struct task *next = task_argument(saying, i);
        struct span span = arguments->items[i]->span;
        if (!next || !check_before_run(saying, saying->task->group) ||
            !check_before_run(saying, next->group))
            continue;
        if (saying->task->group->written || next->group->written)
            check_order(saying, before, next, span);
        else
            merge(saying, next, span);
        before = next;
    }
}

/* ---- set_bounds ---- */

static void set_bound(const struct saying *saying, struct loop *loop, struct expression *first,
                      struct expression *extent) {
    int64_t value;
    check_affine(saying->check, first, loop->outer, "a bound");
    check_affine(saying->check, extent, loop->outer, "a bound");
    loop->first = first;
    loop->limit = value_constant(first, &value) && value == 0
                      ? extent
                      : model_expression(saying->check->program,
                                         (struct expression){.kind = EXPRESSION_BINARY,
                                                             .operator= OPERATOR_ADD,
                                                             .span = extent->span},
                                         first, extent);
}

/* One of the triples. */
static void take_bound(const struct saying *saying, struct expression **triple) {
    const struct task *task = saying->task;
    const struct expression *name = triple[0];
    size_t at = 0;
    while (at < task->depth && (name->kind != EXPRESSION_NAME ||
                                strcmp(task->loops[at]->variable.name, name->name.text)))
        at++;
    if (at == task->depth)
        overlay_error(saying->check->source, name->span, "a variable of '%s' belongs here",
                      task->name);
    else if (task->loops[at]->first)
        overlay_error(saying->check->source, name->span, "'%s' is there twice", name->name.text);
    else
        set_bound(saying, task->loops[at], triple[1], triple[2]);
}

static void say_bounds(const struct saying *saying) {
    const struct expression_list *arguments = &saying->call->arguments;
    struct task *task = saying->task;
    struct group *group = task->group;
    if (group->written) {
        error_here(saying, "the loops around '%s' have bounds", task->name);
        return;
    }
    if (arguments->count != 3 * task->depth) {
        error_here(saying,
                   "set_bounds is a variable, a minimum and an extent for each loop of '%s': %zu "
                   "arguments, not %zu",
                   task->name, 3 * task->depth, arguments->count);
        return;
    }
    if (group->has_bounds) {
        error_here(saying, "the bounds of '%s' are set already", task->name);
        overlay_note(saying->check->source, group->bounds, "here");
        return;
    }
    if (!check_before_run(saying, group))
        return;
    group->has_bounds = true;
    group->bounds = saying->call->method.span;
    for (size_t i = 0; i < arguments->count; i += 3)
        take_bound(saying, &arguments->items[i]);
}

/* ---- depend ---- */

static void say_depend(const struct saying *saying) {
    const struct expression_list *arguments = &saying->call->arguments;
    struct task *child = saying->task;
    struct loop *scope = check_innermost(child);
    struct check *check = saying->check;
    if (!arguments->count) {
        error_here(saying, "depend is on a task");
        return;
    }
    struct task *parent = task_argument(saying, 0);
    if (!parent || !check_before_run(saying, child->group) || parent->is_wrong)
        return;
    if (arguments->count < parent->depth + 1) {
        error_here(saying, "depend takes as many expressions as '%s' has variables: %zu, not %zu",
                   parent->name, parent->depth, arguments->count - 1);
        overlay_note(check->source, parent->span, "'%s' is here", parent->name);
        return;
    }
    struct dependency dependency = {.parent = parent, .span = saying->call->method.span};
    dependency.indices = xcalloc(parent->depth + 1, sizeof *dependency.indices);
    bool ok = true;
    for (size_t i = 0; i < parent->depth; i++) {
        struct expression *index = arguments->items[i + 1];
        ok &= check_affine(check, index, scope, "the index of a parent");
        dependency.indices[parent->order[i]] = index;
    }
    for (size_t i = parent->depth + 1; i < arguments->count; i++) {
        ok &= check_expression(check, arguments->items[i], scope);
        *ARRAY_ADD(dependency.conditions, dependency.condition_count) = arguments->items[i];
    }
    if (saying->condition) {
        ok &= check_expression(check, saying->condition, scope);
        *ARRAY_ADD(dependency.conditions, dependency.condition_count) = saying->condition;
    }
    *ARRAY_ADD(child->dependencies, child->dependency_count) = dependency;
    child->is_wrong |= !ok;
}

/* ---- realize ---- */

/* A loop whose bounds are given by position runs from 0 to a symbol that realize binds. */
static struct symbol *extent_symbol(struct check *check, struct loop *loop) {
    struct overlay_program *program = check->program;
    if (loop->limit)
        return loop->limit->symbol;
    struct expression *name = model_expression(
        program, (struct expression){.kind = EXPRESSION_NAME, .span = loop->variable.span}, NULL,
        NULL);
    name->name.text = xasprintf("%s_extent", loop->variable.name);
    struct symbol *symbol = xcalloc(1, sizeof *symbol);
    *symbol = (struct symbol){.kind = SYMBOL_BOUND,
                              .name = name->name.text,
                              .span = loop->variable.span,
                              .is_position = true,
                              .least = INT64_MIN,
                              .most = INT64_MAX};
    *ARRAY_ADD(program->symbols, program->symbol_count) = symbol;
    name->symbol = symbol;
    loop->first =
        model_expression(program, (struct expression){.kind = EXPRESSION_INTEGER}, NULL, NULL);
    loop->limit = name;
    return symbol;
}

static void add_binding(struct run *run, struct symbol *symbol, struct expression *value,
                        struct span span) {
    symbol->is_bound = true;
    *ARRAY_ADD(run->bindings, run->count) = (struct binding){symbol, value, span};
}

static void bind_positions(const struct saying *saying, struct run *run,
                           const struct expression *list) {
    struct task *task = saying->task;
    if (task->group->written || task->group->has_bounds) {
        overlay_error(saying->check->source, list->span, "the loops of '%s' have bounds",
                      task->name);
        return;
    }
    if (list->count != task->depth) {
        overlay_error(saying->check->source, list->span,
                      "realize takes as many extents as '%s' has variables: %zu, not %zu",
                      task->name, task->depth, list->count);
        return;
    }
    for (size_t k = 0; k < task->depth; k++)
        if (check_expression(saying->check, list->parts[k], NULL))
            add_binding(run, extent_symbol(saying->check, task->loops[k]), list->parts[k],
                        list->parts[k]->span);
}

static void bind_name(const struct saying *saying, struct run *run, struct expression *binding) {
    struct check *check = saying->check;
    const struct named *declared = lookup_find(&check->program->names, binding->name.text);
    const struct named *bound = lookup_find(&check->program->bound, binding->name.text);
    if (declared) {
        overlay_error(check->source, binding->name.span,
                      "'%s' is declared: realize binds names that are not", binding->name.text);
        overlay_note(check->source, declared->span, "here");
        return;
    }
    if (!check_expression(check, binding->parts[0], NULL))
        return;
    if (!bound) { /* finish.c warns of it */
        *ARRAY_ADD(run->unused, run->unused_count) = binding->name;
        return;
    }
    struct symbol *symbol = bound->what;
    for (size_t i = 0; i < run->count; i++)
        if (run->bindings[i].symbol == symbol) {
            overlay_error(check->source, binding->name.span, "'%s' is bound twice", symbol->name);
            return;
        }
    add_binding(run, symbol, binding->parts[0], binding->name.span);
}

static void say_realize(const struct saying *saying) {
    const struct expression_list *arguments = &saying->call->arguments;
    struct overlay_program *program = saying->check->program;
    struct run run = {
        .group = saying->task->group, .task = saying->task, .span = saying->call->method.span};
    for (size_t i = 0; i < arguments->count; i++) {
        struct expression *argument = arguments->items[i];
        if (argument->kind == EXPRESSION_LIST)
            bind_positions(saying, &run, argument);
        else if (argument->kind == EXPRESSION_BINDING)
            bind_name(saying, &run, argument);
        else
            overlay_error(saying->check->source, argument->span,
                          "realize takes N = 4 for each symbol, or {4, 5} for all loops");
    }
    if (!run.group->has_run)
        run.group->first_run = program->run_count;
    run.group->has_run = true;
    *ARRAY_ADD(program->runs, program->run_count) = run;
}

/* ---- chains ---- */

static const struct method {
    const char *name;
    void (*say)(const struct saying *saying);
} methods[] = {
    {"merge_ures", say_merge},
    {"set_bounds", say_bounds},
    {"depend", say_depend},
    {"realize", say_realize},
};
enum { METHODS = sizeof methods / sizeof *methods };

static void say(const struct saying *saying) {
    const char *names[METHODS];
    for (size_t i = 0; i < METHODS; i++) {
        names[i] = methods[i].name;
        if (strcmp(saying->call->method.text, names[i]))
            continue;
        if (saying->condition && methods[i].say != say_depend)
            error_here(saying, "only depend has a condition");
        methods[i].say(saying);
        return;
    }
    check_unknown(saying->check, &saying->call->method, "word", names, METHODS);
}

void check_chain(struct check *check, const struct chain_syntax *chain) {
    if (check->group) {
        overlay_error(check->source, chain->task.span, "this has to stand behind the loops");
        return;
    }
    struct task *task = check_find(check, &chain->task, NAME_TASK);
    for (size_t i = 0; task && i < chain->count; i++) {
        struct saying saying = {check, task, &chain->calls[i],
                                i + 1 == chain->count ? chain->condition : NULL};
        say(&saying);
    }
}
