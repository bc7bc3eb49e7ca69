/* What can be checked only once everything has been said. */
#include "nbc/overlay/check.h"

#include "nbc/overlay/c.h"
#include "nbc/overlay/deadlock.h"
#include "nbc/overlay/views.h"
#include "support/nearest.h"

#include <stdlib.h>
#include <string.h>

/* ---- every expression of a group ---- */

typedef void visit_name(const struct expression *name, void *context);

static void visit_task(const struct task *task, visit_name *visit, void *context) {
    for (size_t i = 0; i < task->argument_count; i++)
        expression_symbols(task->arguments[i].expression, visit, context);
    for (size_t i = 0; i < task->dependency_count; i++) {
        const struct dependency *dependency = &task->dependencies[i];
        for (size_t k = 0; k < dependency->parent->depth; k++)
            expression_symbols(dependency->indices[k], visit, context);
        for (size_t k = 0; k < dependency->condition_count; k++)
            expression_symbols(dependency->conditions[k], visit, context);
    }
}

static void visit_nodes(const struct node_list *nodes, visit_name *visit, void *context) {
    for (size_t i = 0; i < nodes->count; i++) {
        const struct loop *loop = nodes->items[i].loop;
        if (!loop) {
            visit_task(nodes->items[i].task, visit, context);
            continue;
        }
        if (loop->limit) {
            expression_symbols(loop->first, visit, context);
            expression_symbols(loop->limit, visit, context);
        }
        visit_nodes(&loop->body, visit, context);
    }
}

/* ---- symbols ---- */

/* A run whose symbols are looked at. */
struct binding_check {
    struct check *check;
    const struct run *run;
};

static void report_unbound(struct check *check, struct symbol *symbol) {
    struct nearest search = nearest_to(symbol->name);
    for (struct loop *loop = symbol->scope; loop; loop = loop->outer)
        nearest_offer(&search, loop->variable.name);
    lookup_offer(&check->program->names, NAME_SCALAR, &search);
    for (size_t i = 0; i < check->program->symbol_count; i++)
        if (check->program->symbols[i]->is_bound)
            nearest_offer(&search, check->program->symbols[i]->name);
    char *hint = nearest_hint(&search, "");
    overlay_error(
        check->source, symbol->span,
        "'%s' is no variable of a loop here, it is not declared, and no realize binds it%s",
        symbol->name, hint);
    free(hint);
    symbol->reported = true;
}

static bool binds(const struct run *run, const struct symbol *symbol) {
    for (size_t i = 0; i < run->count; i++)
        if (run->bindings[i].symbol == symbol)
            return true;
    return false;
}

static void check_bound(const struct expression *name, void *context) {
    struct binding_check *check = context;
    struct symbol *symbol = name->symbol;
    if (!symbol || symbol->kind != SYMBOL_BOUND || symbol->reported || binds(check->run, symbol))
        return;
    if (!symbol->is_bound) {
        report_unbound(check->check, symbol);
        return;
    }
    overlay_error(check->check->source, check->run->span,
                  symbol->is_position ? "the extents of the loops are missing"
                                      : "'%s' is not bound",
                  symbol->name);
    overlay_note(check->check->source, name->span, "it is used here");
    symbol->reported = true;
}

/* What one run does not bind another may not bind either. */
static void tell_again(const struct expression *name, void *context) {
    if (name->symbol)
        name->symbol->reported &= !name->symbol->is_bound;
}

struct use {
    const struct symbol *symbol;
    bool found;
};

static void find_use(const struct expression *name, void *context) {
    struct use *use = context;
    use->found |= name->symbol == use->symbol;
}

static void warn_unused(struct check *check, const struct run *run, const char *name,
                        struct span span) {
    diag_raise(check->source->diag, DIAG_OVERLAY_UNUSED, overlay_place(check->source, span),
               "'%s' is bound, but nothing that '%s' is run with uses it", name, run->task->name);
}

static void check_bindings(struct check *check, struct run *run) {
    struct binding_check context = {check, run};
    visit_nodes(&run->group->nest, check_bound, &context);
    visit_nodes(&run->group->nest, tell_again, NULL);
    for (size_t i = 0; i < run->count; i++) {
        struct use use = {run->bindings[i].symbol};
        visit_nodes(&run->group->nest, find_use, &use);
        run->bindings[i].used = use.found;
        if (!use.found)
            warn_unused(check, run, use.symbol->name, run->bindings[i].span);
    }
    for (size_t i = 0; i < run->unused_count; i++)
        warn_unused(check, run, run->unused[i].text, run->unused[i].span);
}

/* A name in the value of a binding can only be that of a C variable. */
static void check_binding_value(const struct expression *name, void *context) {
    struct check *check = context;
    if (name->symbol && name->symbol->kind == SYMBOL_BOUND)
        overlay_error(check->source, name->span,
                      "what realize binds is made of constants and declared variables, and '%s' is "
                      "none",
                      name->name.text);
}

/* What realize computes is of no task that could fail. */
static void check_binding_range(struct check *check, const struct binding *binding) {
    if (c_may_fault(binding->value, (struct c_style){.checked = true}))
        overlay_error(check->source, binding->value->span,
                      "this may not fit into 64 bits, or divide by zero");
}

/* ---- nests ---- */

/* Numbers loops and tasks in the order of the text. */
static void number_nodes(const struct node_list *nodes, unsigned *next) {
    for (size_t i = 0; i < nodes->count; i++) {
        struct loop *loop = nodes->items[i].loop;
        if (loop) {
            loop->position = (*next)++;
            number_nodes(&loop->body, next);
        } else {
            nodes->items[i].task->position = (*next)++;
        }
    }
}

static void check_group(struct check *check, struct group *group) {
    const struct task *first = group->tasks[0];
    unsigned next = 0;
    number_nodes(&group->nest, &next);
    for (size_t i = 1; i < group->count; i++)
        if (group->tasks[i]->overlay && first->overlay &&
            group->tasks[i]->overlay != first->overlay) {
            overlay_error(check->source, group->tasks[i]->span,
                          "'%s' runs on '%s', and '%s' of the same loops on '%s'",
                          group->tasks[i]->name, group->tasks[i]->overlay->name, first->name,
                          first->overlay->name);
            overlay_note(check->source, first->span, "'%s' is here", first->name);
        }
    if (!group->has_run)
        diag_raise(check->source->diag, DIAG_OVERLAY_UNUSED,
                   overlay_place(check->source, first->span),
                   "'%s' is never run: no realize names it or a task of its loops", first->name);
}

static void check_bounds(struct check *check, const struct run *run) {
    const struct group *group = run->group;
    const struct task *task = group->tasks[0];
    for (size_t k = 0; k < task->depth && !group->written; k++)
        if (!task->loops[k]->limit) {
            overlay_error(check->source, run->span,
                          "the loop of '%s' has no bounds: they come from set_bounds, or from "
                          "realize({…})",
                          task->loops[k]->variable.name);
            return;
        }
}

static void check_parents(struct check *check, const struct task *task) {
    for (size_t i = 0; i < task->dependency_count; i++) {
        const struct dependency *dependency = &task->dependencies[i];
        if (dependency->parent->group == task->group)
            continue;
        overlay_error(
            check->source, dependency->span,
            "'%s' and '%s' are not run together: a task depends on those of its own loops, "
            "or that merge_ures has put into them",
            task->name, dependency->parent->name);
        overlay_note(check->source, dependency->parent->span, "'%s' is here",
                     dependency->parent->name);
    }
}

/* ---- ranges ---- */

static void bind_ranges(struct overlay_program *program) {
    for (size_t i = 0; i < program->symbol_count; i++)
        if (program->symbols[i]->is_bound) {
            program->symbols[i]->least = INT64_MAX;
            program->symbols[i]->most = INT64_MIN;
        }
    for (size_t i = 0; i < program->run_count; i++)
        for (size_t k = 0; k < program->runs[i].count; k++) {
            const struct binding *binding = &program->runs[i].bindings[k];
            struct range range = range_of(binding->value);
            if (range.least < binding->symbol->least)
                binding->symbol->least = range.least;
            if (range.most > binding->symbol->most)
                binding->symbol->most = range.most;
        }
}

/* A loop that may end with the largest number there is would go on behind it: it ends before the
 * next one, if that has a value. */
static void exclude_limit(struct overlay_program *program, struct loop *loop) {
    if (!loop->inclusive || range_of(loop->limit).most < INT64_MAX)
        return;
    struct expression one = {.kind = EXPRESSION_INTEGER, .span = loop->limit->span, .value = 1};
    struct expression sum = {.kind = EXPRESSION_BINARY, .operator= OPERATOR_ADD, .span = one.span};
    loop->limit =
        model_expression(program, sum, loop->limit, model_expression(program, one, NULL, NULL));
    loop->inclusive = false;
}

static void loop_ranges(struct overlay_program *program, const struct node_list *nodes) {
    for (size_t i = 0; i < nodes->count; i++) {
        struct loop *loop = nodes->items[i].loop;
        if (!loop)
            continue;
        if (loop->limit) {
            exclude_limit(program, loop);
            int64_t most = range_of(loop->limit).most;
            loop->variable.least = range_of(loop->first).least;
            loop->variable.most = loop->inclusive || most == INT64_MIN ? most : most - 1;
            if (loop->variable.most < loop->variable.least)
                loop->variable.most = loop->variable.least;
        }
        loop_ranges(program, &loop->body);
    }
}

/* ---- runs ---- */

static void set_proved(struct group *group, bool proved) {
    group->proved = proved;
    for (size_t i = 0; i < group->count; i++) {
        struct task *task = group->tasks[i];
        task->proved = proved;
        for (size_t k = 0; k < task->argument_count; k++)
            task->arguments[k].proved = proved;
    }
}

/* Whether it can be told of its tasks who waits for whom, whatever else may be wrong. */
static bool has_order(const struct group *group) {
    for (size_t i = 0; i < group->count; i++) {
        const struct task *task = group->tasks[i];
        if (!task->command || task->is_wrong || task->overlay != group->tasks[0]->overlay)
            return false;
        for (size_t k = 0; k < task->dependency_count; k++)
            if (task->dependencies[k].parent->group != group)
                return false;
    }
    return true;
}

/* What can be found out by going through all tasks; the rest is found when they run. */
static void check_run(struct check *check, const struct run *run, bool views) {
    struct instances instances;
    enum instances_result result = instances_list(&instances, run);
    bool backward = deadlock_impossible(run->group);
    bool ok =
        backward || (result == INSTANCES_ALL ? deadlock_check(check->program, &instances)
                                             : deadlock_check_symbolic(check->program, run->group));
    if (result != INSTANCES_ALL)
        set_proved(run->group, false);
    if (views && result != INSTANCES_UNKNOWN)
        views_check(check->program, &instances);
    if (views && ok && (result == INSTANCES_ALL || (result == INSTANCES_MANY && backward)))
        views_check_races(check->program, &instances);
    instances_free(&instances);
}

/* ---- all of it ---- */

/* errors: before any of this program's. */
void check_finish(struct check *check, unsigned errors) {
    struct overlay_program *program = check->program;
    struct diag_engine *diag = check->source->diag;
    for (size_t i = 0; i < program->group_count; i++)
        if (program->groups[i]->count)
            check_group(check, program->groups[i]);
    for (size_t i = 0; i < program->task_count; i++)
        check_parents(check, program->tasks[i]);
    for (size_t i = 0; i < program->run_count; i++) {
        for (size_t k = 0; k < program->runs[i].count; k++)
            expression_symbols(program->runs[i].bindings[k].value, check_binding_value, check);
        check_bounds(check, &program->runs[i]);
        check_bindings(check, &program->runs[i]);
    }
    bind_ranges(program);
    for (size_t i = 0; i < program->run_count; i++)
        for (size_t k = 0; k < program->runs[i].count; k++)
            check_binding_range(check, &program->runs[i].bindings[k]);
    for (size_t i = 0; i < program->group_count; i++)
        loop_ranges(program, &program->groups[i]->nest);
    for (size_t i = 0; i < program->group_count; i++)
        set_proved(program->groups[i], true);
    bool right = diag->errors == errors;
    for (size_t i = 0; i < program->run_count; i++)
        if (has_order(program->runs[i].group))
            check_run(check, &program->runs[i], right);
}
