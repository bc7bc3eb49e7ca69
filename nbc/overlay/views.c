#include "nbc/overlay/views.h"

#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

static const struct parameter *parameter_of(const struct task *task, size_t argument) {
    return &task->command->parameters[argument];
}

static void report(const struct overlay_program *program, const struct instances *instances,
                   size_t index, size_t argument, struct span span, const char *text) {
    const struct task *task = instances->items[index].task;
    char *name = instances_name(instances, index);
    diag_raise(program->source->diag, DIAG_OVERLAY_ARGUMENT, overlay_place(program->source, span),
               "argument %zu of %s, of %s: %s", argument + 1, task->command->function, name, text);
    free(name);
}

static char *fault_text(const char *format, int64_t at) {
    const char *place = strstr(format, "%lld");
    return place ? xasprintf("%.*s%lld%s", (int)(place - format), format, (long long)at, place + 4)
                 : xasprintf("%s in 64 bits", format);
}

/* ---- one instance ---- */

static bool check_value(const struct overlay_program *program, const struct instances *instances,
                        size_t index, size_t i, enum overlay_target target) {
    const struct task *task = instances->items[index].task;
    struct argument *argument = &task->arguments[i];
    struct type type = parameter_of(task, i)->type;
    const char *fault = NULL;
    int64_t value, least, most;
    char *text = NULL;
    enum value_result result = value_of(argument->expression, &value, &fault);
    if (result == VALUE_FAULT) {
        text = fault_text(fault, 0);
    } else if (result == VALUE_KNOWN && !type_is_floating(type)) {
        type_range(type, target, &least, &most);
        if (value < least || value > most)
            text = xasprintf("%lld does not fit the type %s", (long long)value, type.name);
    }
    argument->proved &= result == VALUE_KNOWN;
    if (text)
        report(program, instances, index, i, argument->span, text);
    free(text);
    return !text;
}

static void warn_not_dense(const struct overlay_program *program, const struct instances *instances,
                           size_t index, size_t i) {
    const struct task *task = instances->items[index].task;
    char *name = instances_name(instances, index);
    diag_raise(program->source->diag, DIAG_OVERLAY_DENSE,
               overlay_place(program->source, task->arguments[i].span),
               "'%s' takes a pointer, and the elements of this view of %s do not follow each other",
               task->command->function, name);
    overlay_note(program->source, parameter_of(task, i)->span, "the parameter");
    free(name);
}

static void check_overlap(const struct overlay_program *program, const struct instances *instances,
                          size_t index, const struct view_value *views, const bool *known) {
    const struct task *task = instances->items[index].task;
    for (size_t i = 0; i < task->argument_count; i++)
        for (size_t k = 0; k < i; k++) {
            bool written = parameter_of(task, i)->direction > DIRECTION_IN ||
                           parameter_of(task, k)->direction > DIRECTION_IN;
            if (task->arguments[i].told || !written || !known[i] || !known[k] ||
                !views_overlap(&task->arguments[i], &views[i], &task->arguments[k], &views[k]))
                continue;
            char *text =
                xasprintf("it overlaps with argument %zu, and one of them is written", k + 1);
            report(program, instances, index, i, task->arguments[i].span, text);
            overlay_note(program->source, task->arguments[k].span,
                         "argument %zu; what is changed in place is one argument that is inout",
                         k + 1);
            task->arguments[i].told = true;
            free(text);
        }
}

static void check_instance(const struct overlay_program *program, const struct instances *instances,
                           size_t index, enum overlay_target target) {
    struct task *task = instances->items[index].task;
    struct view_value *views = xcalloc(task->argument_count + 1, sizeof *views);
    bool *known = xcalloc(task->argument_count + 1, sizeof *known);
    instances_enter(instances, index);
    for (size_t i = 0; i < task->argument_count; i++) {
        struct argument *argument = &task->arguments[i];
        const char *fault;
        int64_t at;
        if (argument->kind == ARGUMENT_VALUE && !argument->told)
            argument->told = !check_value(program, instances, index, i, target);
        if (argument->kind != ARGUMENT_VIEW)
            continue;
        enum value_result result = instances_view(argument, &views[i], &fault, &at);
        known[i] = result == VALUE_KNOWN;
        argument->proved &= known[i];
        if (result == VALUE_FAULT && !argument->told) {
            char *text = fault_text(fault, at);
            report(program, instances, index, i, argument->span, text);
            free(text);
            argument->told = true;
        }
        const struct c_parameter *c = parameter_of(task, i)->c;
        if (known[i] && !argument->told_gaps && c && c->kind == C_PARAMETER_POINTER &&
            !view_is_dense(argument->buffer, &views[i])) {
            warn_not_dense(program, instances, index, i);
            argument->told_gaps = true;
        }
    }
    for (size_t i = 0; i < task->dependency_count; i++)
        task->proved &= instances_parent(instances, &task->dependencies[i]) != PARENT_UNKNOWN;
    check_overlap(program, instances, index, views, known);
    free(views);
    free(known);
}

void views_check(const struct overlay_program *program, const struct instances *instances) {
    enum overlay_target target = program->facts ? program->facts->target : OVERLAY_HOST;
    for (size_t i = 0; i < instances->count; i++)
        check_instance(program, instances, i, target);
}
