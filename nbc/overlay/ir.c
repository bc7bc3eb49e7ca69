/* Intermediate forms as text. They are not read again: each pass works on the model. */
#include "nbc/overlay/emit.h"

#include "nbc/overlay/order.h"
#include "nbc/overlay/print.h"
#include "nbc/overlay/values.h"
#include "support/alloc.h"

#include <stdio.h>
#include <stdlib.h>

typedef void print_task(FILE *out, const struct task *task, int depth);

/* ---- loops ---- */

static void print_nodes(FILE *out, const struct node_list *nodes, int depth, print_task *print) {
    for (size_t i = 0; i < nodes->count; i++) {
        const struct loop *loop = nodes->items[i].loop;
        if (!loop) {
            print(out, nodes->items[i].task, depth);
            continue;
        }
        print_indent(out, depth);
        fprintf(out, "for (%s, ", loop->variable.name);
        if (loop->limit)
            print_bounds(out, loop);
        else
            fputs("?", out);
        fputs(") {\n", out);
        print_nodes(out, &loop->body, depth + 1, print);
        print_indent(out, depth);
        fputs("}\n", out);
    }
}

/* Each run: what it binds, and its nest. */
static char *runs_text(const struct overlay_program *program, print_task *print,
                       const char *behind) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; i < program->run_count; i++) {
        const struct run *run = &program->runs[i];
        fputs(i ? "\n" : "", out);
        print_realize(out, run);
        fputs(" {\n", out);
        print_nodes(out, &run->group->nest, 1, print);
        fprintf(out, "%s}\n", behind);
    }
    fclose(out);
    return text;
}

/* ---- initial IR ---- */

static void print_enqueue(FILE *out, const struct task *task, int depth) {
    print_indent(out, depth);
    print_head(out, task);
    fprintf(out, " = overlay(%u /* task id */, %u /* queue */", task->id, task->command->queue);
    for (size_t i = 0; i < task->argument_count; i++) {
        fputs(", ", out);
        expression_print(out, task->arguments[i].expression, 0);
    }
    fputs(")\n", out);
}

char *emit_ir_enqueue(const struct overlay_program *program) {
    return runs_text(program, print_enqueue, "");
}

/* ---- the schedule ---- */

/* The map from a task's argument to what its kernel reads: a pointer and hidden numbers, or one
 * number. */
static void print_mapping(FILE *out, const struct task *task, size_t i, int depth) {
    const struct argument *argument = &task->arguments[i];
    const struct parameter *parameter = &task->command->parameters[i];
    print_indent(out, depth);
    fprintf(out, "%s: ", parameter->name);
    if (argument->kind != ARGUMENT_VIEW) {
        fprintf(out, "%s ", parameter->type.name);
        expression_print(out, argument->expression, 0);
        fputc('\n', out);
        return;
    }
    fprintf(out, "%s %s", direction_words[parameter->direction], argument->buffer->name);
    for (unsigned d = 0; d < argument->buffer->rank; d++) {
        const struct buffer *buffer = argument->buffer;
        fputs(d ? ", [" : " [", out);
        if (argument->block) {
            fputs("min ", out);
            expression_print(out, argument->pairs[2 * d], PRECEDENCE_PRIMARY);
            fputs(" * ", out);
            expression_print(out, argument->block, PRECEDENCE_PRIMARY);
            fputs(", to the end of block ", out);
            expression_print(out, argument->pairs[2 * d + 1], 0);
        } else {
            fprintf(out, "min 0, extent %lld", (long long)buffer->extents[d]);
        }
        fprintf(out, ", stride %lld]", (long long)buffer->strides[d]);
    }
    fputc('\n', out);
}

static void print_waiting(FILE *out, const struct task *child, const struct dependency *dependency,
                          int depth) {
    static const char *const orders[] = {[ORDER_BEFORE] = "enqueued before",
                                         [ORDER_AFTER] = "enqueued after",
                                         [ORDER_SAME] = "itself",
                                         [ORDER_VARIES] = "enqueued before or after"};
    print_indent(out, depth);
    fprintf(out, "parent %u, ", dependency->parent->id);
    print_dependency(out, dependency);
    fprintf(out, " /* %s */\n", orders[order_of_parent(child, dependency)]);
}

static void print_scheduled(FILE *out, const struct task *task, int depth) {
    print_indent(out, depth);
    fprintf(out, "overlay(%u /* task id, ", task->id);
    print_head(out, task);
    fprintf(out, " */, %u /* queue */,\n", task->command->queue);
    print_indent(out, depth + 1);
    fputs(task->dependency_count ? "dependencies {\n" : "dependencies {},\n", out);
    for (size_t i = 0; i < task->dependency_count; i++)
        print_waiting(out, task, &task->dependencies[i], depth + 2);
    if (task->dependency_count) {
        print_indent(out, depth + 1);
        fputs("},\n", out);
    }
    print_indent(out, depth + 1);
    fprintf(out, "arguments of %s {\n", task->command->function);
    for (size_t i = 0; i < task->argument_count; i++)
        print_mapping(out, task, i, depth + 2);
    print_indent(out, depth + 1);
    fputs("})\n", out);
}

char *emit_ir_schedule(const struct overlay_program *program) {
    return runs_text(program, print_scheduled, "  overlay_switch(\"after_main_body\")\n");
}

/* ---- kernels ---- */

static const char *const member_names[VIEW_MEMBERS] = {"data", "min", "extent", "stride"};

/* What of a task a kernel reads for a parameter. */
static void print_data(FILE *out, const struct parameter *parameter) {
    bool view = parameter->c && parameter->c->kind == C_PARAMETER_VIEW;
    for (unsigned member = 0; member < (view ? VIEW_MEMBERS : 1u); member++)
        for (unsigned d = 0; d < (member ? parameter->rank : 1u); d++) {
            fprintf(out, "    let %s", parameter->name);
            if (view)
                fprintf(out, ".%s", member_names[member]);
            if (member)
                fprintf(out, "[%u]", d);
            fprintf(out, " = overlay_switch(\"data\", \"inputs.%s", parameter->name);
            if (view)
                fprintf(out, ".%s", member_names[member]);
            if (member)
                fprintf(out, "[%u]", d);
            fputs("\")\n", out);
        }
}

static void print_kernel(FILE *out, const struct overlay *overlay, const struct command *command) {
    fprintf(out, "kernel %s of %s, queue %u {\n  while (1) {\n", command->function, overlay->name,
            command->queue);
    fprintf(out, "    overlay_switch(\"kernel_begin\", %u)\n", command->queue);
    for (size_t i = 0; i < command->count; i++)
        print_data(out, &command->parameters[i]);
    fprintf(out, "    %s%s(",
            command->c && command->c->result == C_RESULT_INT ? "let result = " : "",
            command->function);
    for (size_t i = 0; i < command->count; i++)
        fprintf(out, "%s%s", i ? ", " : "", command->parameters[i].name);
    fprintf(out, ")\n    overlay_switch(\"kernel_end\", %u)\n  }\n}\n", command->queue);
}

char *emit_ir_autorun(const struct overlay_program *program) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    bool first = true;
    for (size_t i = 0; i < program->overlay_count; i++)
        for (size_t k = 0; k < program->overlays[i]->count; k++) {
            fputs(first ? "" : "\n", out);
            first = false;
            print_kernel(out, program->overlays[i], program->overlays[i]->commands[k]);
        }
    fclose(out);
    return text;
}
