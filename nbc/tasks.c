#include "nbc/tasks.h"

#include "nbc/names.h"

#include "neutrino/platform.h"

#include <stdlib.h>
#include <string.h>

static void free_task(struct task *task) {
    for (size_t i = 0; i < task->parameter_count; i++) {
        struct parameter *parameter = &task->parameters[i];
        free(parameter->name);
        free(parameter->type);
        free(parameter->declaration);
        free(parameter->wire);
        free(parameter->code);
    }
    free(task->parameters);
    free(task->name);
    free(task->symbol);
    free(task->args_type);
    free(task->args_make);
    free(task->comment);
    free(task->source);
    free(task->file);
}

void definition_free(struct definition *definition) {
    for (size_t i = 0; i < definition->check_count; i++) {
        free(definition->checks[i].name);
        free(definition->checks[i].type);
    }
    free(definition->checks);
    free(definition->name);
    free(definition->text);
    free(definition->include);
    free(definition->c_name);
    free(definition->file);
}

void tasks_free(struct task_table *table) {
    for (size_t i = 0; i < table->count; i++)
        free_task(&table->tasks[i]);
    for (size_t i = 0; i < table->definition_count; i++)
        definition_free(&table->definitions[i]);
    free(table->tasks);
    free(table->definitions);
    *table = (struct task_table){0};
}

static void report_pair(struct diag_engine *diag, const struct diagnostic *diagnostic,
                        const struct task *task, const struct task *previous, const char *format,
                        const char *text) {
    diag_raise(diag, diagnostic, task->where, format, text);
    diag_report(diag, DIAG_NOTE, NULL, previous->where, "the other one is here");
}

/* Names of tasks and of their argument types, and fixed ids, must differ. */
static void check_pair(const struct task *task, const struct task *previous,
                       struct diag_engine *diag) {
    if (!strcmp(task->name, previous->name)) {
        report_pair(diag, DIAG_NU_DUPLICATE_TASK, task, previous, "two tasks are called '%s'",
                    task->name);
    } else if (task->args_type && previous->args_type &&
               !strcmp(task->args_type, previous->args_type)) {
        report_pair(diag, DIAG_NU_ARGS_NAME, task, previous,
                    "the argument types of two tasks would be called '%s'", task->args_type);
    }
    if (task->id && task->id == previous->id) {
        char id[16];
        snprintf(id, sizeof id, "%u", task->id);
        report_pair(diag, DIAG_NU_TASK_ID, task, previous, "two tasks have the id %s", id);
    }
}

static void check_against_definitions(const struct task_table *table, const struct task *task,
                                      struct diag_engine *diag) {
    for (size_t i = 0; task->args_type && i < table->definition_count; i++)
        if (!strcmp(table->definitions[i].name, task->args_type))
            diag_raise(diag, DIAG_NU_ARGS_NAME, task->where,
                       "the argument type of '%s' would be called '%s', as a type that its "
                       "parameters use already is",
                       task->name, task->args_type);
}

static bool id_is_taken(const struct task_table *table, unsigned id) {
    for (size_t i = 0; i < table->count; i++)
        if (table->tasks[i].id == id)
            return true;
    return false;
}

static void assign_ids(struct task_table *table, unsigned first_id, struct diag_engine *diag) {
    unsigned next = first_id;
    for (size_t i = 0; i < table->count; i++) {
        struct task *task = &table->tasks[i];
        if (task->id)
            continue;
        while (id_is_taken(table, next))
            next++;
        if (next >= NEUTRINO_FIRST_RESERVED_TASK) {
            diag_raise(diag, DIAG_NU_TASK_ID, task->where,
                       "no task id is left for '%s': they go from %u to %u, as the higher ones "
                       "are reserved for the runtime",
                       task->name, first_id, NEUTRINO_FIRST_RESERVED_TASK - 1);
            return;
        }
        task->id = next;
    }
}

static int by_id(const void *a, const void *b) {
    const struct task *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static uint64_t hash_text(uint64_t hash, const char *text) {
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    return hash;
}

/* FNV-1a over "1 matmul_task(shared,i32)" for each task; see object/nbin.h. */
static uint64_t abi_hash(const struct task_table *table) {
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < table->count; i++) {
        const struct task *task = &table->tasks[i];
        char *head = xasprintf("%u %s(", task->id, task->name);
        hash = hash_text(hash, head);
        free(head);
        for (size_t j = 0; j < task->parameter_count; j++) {
            hash = hash_text(hash, j ? "," : "");
            hash = hash_text(hash, task->parameters[j].code);
        }
        hash = hash_text(hash, ")");
    }
    return hash;
}

bool tasks_number(struct task_table *table, unsigned first_id, struct diag_engine *diag) {
    unsigned errors = diag->errors;
    for (size_t i = 0; i < table->count; i++) {
        for (size_t j = 0; j < i; j++)
            check_pair(&table->tasks[i], &table->tasks[j], diag);
        check_against_definitions(table, &table->tasks[i], diag);
    }
    names_check_unique(table, diag);
    assign_ids(table, first_id, diag);
    if (diag->errors != errors)
        return false;
    if (table->count)
        qsort(table->tasks, table->count, sizeof *table->tasks, by_id);
    table->abi_hash = abi_hash(table);
    return true;
}
