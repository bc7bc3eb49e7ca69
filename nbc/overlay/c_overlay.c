/* One overlay in C: the records that travel, the kernels that never end, and the scheduler. */
#include "nbc/overlay/c.h"

#include "nbc/overlay/print.h"

#include <stdio.h>
#include <string.h>

const char *c_overlay_name(const struct overlay *overlay) {
    return strcmp(overlay->name, "overlay") ? overlay->name : "the_overlay";
}

/* ---- inputs ---- */

static void print_inputs(FILE *out, const struct overlay *overlay, const struct command *command) {
    if (!command->count)
        return;
    fputs("typedef struct {\n", out);
    for (size_t i = 0; i < command->count; i++) {
        const struct parameter *parameter = &command->parameters[i];
        fputs("    ", out);
        if (parameter->c->kind == C_PARAMETER_VIEW) {
            c_view_name(out, parameter);
            fprintf(out, " %s;\n", parameter->name);
        } else if (parameter->rank) {
            fprintf(out, "%s%s *%s;\n", parameter->direction == DIRECTION_IN ? "const " : "",
                    type_spelling(parameter->type), parameter->name);
        } else {
            fprintf(out, "%s %s;\n", type_spelling(parameter->type), parameter->name);
        }
    }
    fprintf(out, "} %s_%s_inputs_t;\n\n", c_overlay_name(overlay), command->function);
}

static void print_union(FILE *out, const struct overlay *overlay) {
    bool any = false;
    fputs("typedef union {\n", out);
    for (size_t i = 0; i < overlay->count; i++) {
        const struct command *command = overlay->commands[i];
        if (command->count)
            fprintf(out, "    %s_%s_inputs_t %s;\n", c_overlay_name(overlay), command->function,
                    command->function);
        any |= command->count > 0;
    }
    fprintf(out, "%s} %s_inputs_t;\n\n", any ? "" : "    char none;\n", c_overlay_name(overlay));
}

/* ---- kernels that never end ---- */

static void print_call(FILE *out, const struct command *command) {
    if (!command->c->all_lanes)
        fputs("        if (OVERLAY_ONE_LANE)\n    ", out);
    fprintf(out, "        %s%s(", command->c->result == C_RESULT_INT ? "result = " : "",
            command->function);
    for (size_t i = 0; i < command->count; i++)
        fprintf(out, "%sinputs.%s", i ? ", " : "", command->parameters[i].name);
    fputs(");\n", out);
}

static void print_wrapper(FILE *out, const struct overlay *overlay, const struct command *command) {
    bool result = command->c->result == C_RESULT_INT;
    const char *name = c_overlay_name(overlay), *function = command->function;
    fprintf(out, "static void kernel_%s_%s_%u(overlay_queue_t *queue) {\n", name, function,
            command->queue);
    if (command->count) {
        fprintf(out, "    OVERLAY_CHANNEL %s_task_t *task;\n", name);
        fputs("    while ((task = overlay_kernel_begin(queue))) {\n", out);
        fprintf(out, "        const %s_%s_inputs_t inputs = task->inputs.%s;\n", name, function,
                function);
    } else {
        fputs("    while (overlay_kernel_begin(queue)) {\n", out);
    }
    fputs(result ? "        int result = 0;\n" : "", out);
    print_call(out, command);
    fprintf(out, "        overlay_kernel_end(queue, %s);\n    }\n}\n\n", result ? "result" : "0");
}

/* ---- the scheduler ---- */

static size_t at_least_one(size_t count) {
    return count ? count : 1;
}

static void print_types(FILE *out, const struct overlay_program *program,
                        const struct overlay *overlay) {
    size_t depth = 0, parents = 0;
    for (size_t i = 0; i < program->task_count; i++) {
        const struct task *task = program->tasks[i];
        if (task->overlay != overlay)
            continue;
        depth = task->depth > depth ? task->depth : depth;
        parents = task->dependency_count > parents ? task->dependency_count : parents;
    }
    fprintf(out, "OVERLAY_TYPES(%s, %zu, %zu, %s_inputs_t);\n\n", c_overlay_name(overlay),
            at_least_one(depth), at_least_one(parents), c_overlay_name(overlay));
    fprintf(out, "static OVERLAY_CHANNEL %s_task_t %s_slots[%u];\n\n", c_overlay_name(overlay),
            c_overlay_name(overlay), overlay->slots);
}

/* A string, with what C would read in it. */
static void print_string(FILE *out, const char *text) {
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

static unsigned print_names(FILE *out, const struct overlay_program *program,
                            const struct overlay *overlay) {
    unsigned count = 0;
    fprintf(out, "enum {");
    for (size_t i = 0; i < program->task_count; i++)
        if (program->tasks[i]->overlay == overlay)
            fprintf(out, "%s %s_%s", count++ ? "," : "", c_overlay_name(overlay),
                    program->tasks[i]->name);
    fprintf(out, " };\n\nstatic const overlay_name_t %s_names[] = {\n", c_overlay_name(overlay));
    for (size_t i = 0; i < program->task_count; i++) {
        const struct task *task = program->tasks[i];
        if (task->overlay != overlay)
            continue;
        struct diag_location where = overlay_place(program->source, task->span);
        char place[64];
        snprintf(place, sizeof place, ":%u:%u", where.line, where.column);
        fprintf(out, "    {\"%s\", ", task->name);
        print_string(out, program->source->path);
        fprintf(out, " \"%s\", \"%s\", %zu},\n", place, task->command->function, task->depth);
    }
    fputs("};\n\n", out);
    return count;
}

static unsigned queue_count(const struct overlay *overlay) {
    unsigned count = QUEUES;
    while (count && !overlay->queues[count - 1])
        count--;
    return count;
}

static void print_instance(FILE *out, const struct overlay_program *program,
                           const struct overlay *overlay, unsigned tasks) {
    const char *name = c_overlay_name(overlay);
    fprintf(out, "static overlay_autorun_t *const %s_kernels[] = {\n", name);
    for (unsigned i = 0; i < queue_count(overlay); i++) {
        if (overlay->queues[i])
            fprintf(out, "    [%u] = kernel_%s_%s_%u,\n", i, name, overlay->queues[i]->function, i);
    }
    fprintf(out,
            "};\n\nstatic const overlay_t %s_overlay = {\n"
            "    .name = \"%s\",\n    .queues = %u,\n    .tasks = %u,\n"
            "    .names = %s_names,\n    .kernels = %s_kernels,\n"
            "    OVERLAY_RECORDS(%s, %s_slots),\n    .exact_keys = %s,\n};\n",
            name, overlay->name, queue_count(overlay), tasks, name, name, name, name,
            c_keys_are_exact(program, overlay) ? "true" : "false");
}

void c_overlay(FILE *out, const struct overlay_program *program, const struct overlay *overlay) {
    fprintf(out, "\n/* ---- overlay %s ---- */\n\n", c_overlay_name(overlay));
    for (size_t i = 0; i < overlay->count; i++)
        print_inputs(out, overlay, overlay->commands[i]);
    print_union(out, overlay);
    print_types(out, program, overlay);
    for (size_t i = 0; i < overlay->count; i++)
        print_wrapper(out, overlay, overlay->commands[i]);
    unsigned tasks = print_names(out, program, overlay);
    c_keys(out, program, overlay);
    print_instance(out, program, overlay, tasks);
}
