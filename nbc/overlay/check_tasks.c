/* Nests of loops, and the tasks in them. */
#include "nbc/overlay/check.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

struct loop *check_innermost(const struct task *task) {
    return task->depth ? task->loops[task->depth - 1] : NULL;
}

static struct group *new_group(struct overlay_program *program, bool written) {
    struct group *group = xcalloc(1, sizeof *group);
    group->written = written;
    *ARRAY_ADD(program->groups, program->group_count) = group;
    return group;
}

static struct loop *new_loop(struct node_list *nodes, const struct word *variable,
                             struct loop *outer) {
    struct loop *loop = xcalloc(1, sizeof *loop);
    loop->variable = (struct symbol){.kind = SYMBOL_VARIABLE,
                                     .name = variable->text,
                                     .span = variable->span,
                                     .least = INT64_MIN,
                                     .most = INT64_MAX};
    loop->outer = outer;
    loop->depth = outer ? outer->depth + 1 : 0;
    *ARRAY_ADD(nodes->items, nodes->count) = (struct node){.loop = loop};
    return loop;
}

/* A name that nothing else has, but for loops that are not around this one. */
static bool check_variable(struct check *check, const struct word *variable, struct loop *scope) {
    for (struct loop *loop = scope; loop; loop = loop->outer)
        if (!strcmp(loop->variable.name, variable->text)) {
            overlay_error(check->source, variable->span,
                          "'%s' is the variable of a loop around this one", variable->text);
            overlay_note(check->source, loop->variable.span, "here");
            return false;
        }
    const struct named *other = lookup_find(&check->program->names, variable->text);
    if (!other)
        return check_spelling(check, variable);
    overlay_error(check->source, variable->span, "'%s' is declared, and no name for a variable",
                  variable->text);
    overlay_note(check->source, other->span, "here");
    return false;
}

static void check_body(struct check *check, const struct statement_list *body,
                       struct node_list *nodes) {
    for (size_t i = 0; i < body->count; i++) {
        const struct statement *statement = &body->items[i];
        switch (statement->kind) {
        case STATEMENT_LOOP: check_loop(check, &statement->loop, nodes); break;
        case STATEMENT_ENQUEUE: check_enqueue(check, &statement->enqueue, nodes); break;
        case STATEMENT_DECLARATION: check_declaration(check, &statement->declaration); break;
        case STATEMENT_OVERLAY: check_overlay(check, &statement->overlay); break;
        case STATEMENT_CHAIN: check_chain(check, &statement->chain); break;
        }
    }
}

void check_loop(struct check *check, const struct loop_syntax *syntax, struct node_list *nodes) {
    bool outermost = !check->group;
    struct loop *outer = check->innermost;
    if (outermost) {
        check->group = new_group(check->program, true);
        nodes = &check->group->nest;
    }
    check_variable(check, &syntax->variable, outer);
    check_affine(check, syntax->first, outer, "a bound");
    check_affine(check, syntax->limit, outer, "a bound");
    struct loop *loop = new_loop(nodes, &syntax->variable, outer);
    loop->first = syntax->first;
    loop->limit = syntax->limit;
    loop->inclusive = syntax->inclusive;
    check->innermost = loop;
    check_body(check, &syntax->body, &loop->body);
    check->innermost = outer;
    if (outermost)
        check->group = NULL;
}

/* ---- enqueue ---- */

/* Outside of loops the variables are those of loops to come. */
static void make_loops(struct check *check, struct task *task, const struct word_list *variables) {
    struct node_list *nodes = &task->group->nest;
    struct loop *outer = NULL;
    for (size_t i = 0; i < variables->count; i++) {
        check_variable(check, &variables->items[i], outer);
        outer = new_loop(nodes, &variables->items[i], outer);
        nodes = &outer->body;
    }
    if (variables->count > LOOPS_MOST)
        overlay_error(check->source, variables->items[LOOPS_MOST].span,
                      "there are more than %d loops in each other", LOOPS_MOST);
    *ARRAY_ADD(nodes->items, nodes->count) = (struct node){.task = task};
    check->innermost = outer;
}

static void take_loops(struct task *task, struct loop *innermost) {
    task->depth = innermost ? innermost->depth + 1 : 0;
    task->loops = xcalloc(task->depth + 1, sizeof(struct loop *));
    for (struct loop *loop = innermost; loop; loop = loop->outer)
        task->loops[loop->depth] = loop;
}

static size_t find_loop(const struct task *task, const char *variable) {
    size_t at = 0;
    while (at < task->depth && strcmp(task->loops[at]->variable.name, variable))
        at++;
    return at;
}

/* Each of the loops' variables, once. */
static bool take_order(struct check *check, struct task *task, const struct word_list *variables) {
    bool used[LOOPS_MOST + 1] = {false}, ok = true;
    task->order = xcalloc(task->depth + 1, sizeof *task->order);
    for (size_t i = 0; i < variables->count; i++) {
        const struct word *variable = &variables->items[i];
        size_t at = find_loop(task, variable->text);
        const char *fault = at == task->depth ? "is not the variable of a loop around"
                            : used[at]        ? "is there twice in"
                                              : NULL;
        if (fault) {
            overlay_error(check->source, variable->span, "'%s' %s '%s'", variable->text, fault,
                          task->name);
            ok = false;
            continue;
        }
        used[at] = true;
        task->order[i] = (unsigned)at;
    }
    for (size_t at = 0; at < task->depth; at++)
        if (!used[at]) {
            overlay_error(check->source, task->span,
                          "'%s' has to name the variable '%s' of a loop around it", task->name,
                          task->loops[at]->variable.name);
            overlay_note(check->source, task->loops[at]->variable.span, "the loop");
            ok = false;
        }
    return ok;
}

static void take_command(struct check *check, struct task *task,
                         const struct enqueue_syntax *syntax) {
    int64_t queue;
    task->overlay = check_find(check, &syntax->overlay, NAME_OVERLAY);
    if (!check_expression(check, syntax->queue, NULL) || !task->overlay)
        return;
    if (value_constant(syntax->queue, &queue) && queue >= 0 && queue < QUEUES)
        task->command = task->overlay->queues[queue];
    if (!task->command)
        overlay_error(check->source, syntax->queue->span, "no command of '%s' is on this queue",
                      task->overlay->name);
}

void check_enqueue(struct check *check, const struct enqueue_syntax *syntax,
                   struct node_list *nodes) {
    struct overlay_program *program = check->program;
    struct task *task = xcalloc(1, sizeof *task);
    bool alone = !check->group;
    task->name = syntax->task.text;
    task->span = syntax->task.span;
    task->id = (unsigned)program->task_count;
    *ARRAY_ADD(program->tasks, program->task_count) = task;
    check_declare(check, &syntax->task, NAME_TASK, task);
    task->group = alone ? new_group(program, false) : check->group;
    *ARRAY_ADD(task->group->tasks, task->group->count) = task;
    if (alone)
        make_loops(check, task, &syntax->variables);
    else
        *ARRAY_ADD(nodes->items, nodes->count) = (struct node){.task = task};
    take_loops(task, check->innermost);
    task->is_wrong = task->depth > LOOPS_MOST || !take_order(check, task, &syntax->variables);
    take_command(check, task, syntax);
    if (task->command)
        check_arguments(check, task, syntax);
    if (alone)
        check->innermost = NULL;
}
