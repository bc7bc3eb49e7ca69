/* Statement by statement, in their order. */
#include "nbc/overlay/check.h"

#include "support/array.h"

#include <stdlib.h>

static void check_statement(struct check *check, const struct statement *statement) {
    switch (statement->kind) {
    case STATEMENT_DECLARATION: check_declaration(check, &statement->declaration); break;
    case STATEMENT_OVERLAY: check_overlay(check, &statement->overlay); break;
    case STATEMENT_LOOP: check_loop(check, &statement->loop, NULL); break;
    case STATEMENT_ENQUEUE: check_enqueue(check, &statement->enqueue, NULL); break;
    case STATEMENT_CHAIN: check_chain(check, &statement->chain); break;
    }
}

bool model_check(struct overlay_program *program, const struct statement_list *statements,
                 const struct overlay_source *source, const struct c_facts *facts) {
    unsigned errors = source->diag->errors;
    *program = (struct overlay_program){.source = source, .facts = facts};
    struct check check = {
        .program = program, .source = source, .target = facts ? facts->target : OVERLAY_HOST};
    for (size_t i = 0; i < statements->count; i++)
        check_statement(&check, &statements->items[i]);
    check_finish(&check, errors);
    return source->diag->errors == errors;
}

struct expression *model_expression(struct overlay_program *program, struct expression expression,
                                    struct expression *left, struct expression *right) {
    struct expression *made = xcalloc(1, sizeof *made);
    *made = expression;
    if (left) {
        *ARRAY_ADD(made->parts, made->count) = left;
        *ARRAY_ADD(made->parts, made->count) = right;
    }
    *ARRAY_ADD(program->made, program->made_count) = made;
    return made;
}

static void free_nodes(struct node_list *nodes) {
    for (size_t i = 0; i < nodes->count; i++)
        if (nodes->items[i].loop) {
            free_nodes(&nodes->items[i].loop->body);
            free(nodes->items[i].loop);
        }
    free(nodes->items);
}

static void free_overlay(struct overlay *overlay) {
    for (size_t i = 0; i < overlay->count; i++) {
        free(overlay->commands[i]->parameters);
        free(overlay->commands[i]);
    }
    free(overlay->commands);
    free(overlay);
}

static void free_task(struct task *task) {
    for (size_t i = 0; i < task->dependency_count; i++) {
        free(task->dependencies[i].indices);
        free(task->dependencies[i].conditions);
    }
    free(task->dependencies);
    free(task->arguments);
    free(task->order);
    free(task->loops);
    free(task);
}

#define FREE_ALL(array, count, function)                                                           \
    do {                                                                                           \
        for (size_t i = 0; i < (count); i++)                                                       \
            function((array)[i]);                                                                  \
        free(array);                                                                               \
    } while (0)

static void free_group(struct group *group) {
    free_nodes(&group->nest);
    free(group->tasks);
    free(group);
}

static void free_symbol(struct symbol *symbol) {
    free(symbol);
}

/* A node that no source has: its parts are others'. */
static void free_made(struct expression *expression) {
    free(expression->parts);
    free(expression->name.text);
    free(expression);
}

void model_free(struct overlay_program *program) {
    for (size_t i = 0; i < program->run_count; i++) {
        free(program->runs[i].bindings);
        free(program->runs[i].unused);
    }
    for (size_t i = 0; i < program->retired_count; i++)
        free_nodes(&program->retired[i]);
    free(program->retired);
    free(program->runs);
    FREE_ALL(program->groups, program->group_count, free_group);
    FREE_ALL(program->tasks, program->task_count, free_task);
    FREE_ALL(program->overlays, program->overlay_count, free_overlay);
    FREE_ALL(program->buffers, program->buffer_count, free);
    FREE_ALL(program->scalars, program->scalar_count, free);
    FREE_ALL(program->symbols, program->symbol_count, free_symbol);
    FREE_ALL(program->made, program->made_count, free_made);
    lookup_free(&program->names);
    lookup_free(&program->bound);
    *program = (struct overlay_program){0};
}
