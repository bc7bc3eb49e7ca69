#include "nbc/overlay/print.h"

#include "nbc/overlay/values.h"

void print_indent(FILE *out, int depth) {
    fprintf(out, "%*s", 2 * depth, "");
}

void print_head(FILE *out, const struct task *task) {
    fprintf(out, "%s(", task->name);
    for (size_t i = 0; i < task->depth; i++)
        fprintf(out, "%s%s", i ? ", " : "", task->loops[task->order[i]]->variable.name);
    fputc(')', out);
}

void print_parent(FILE *out, const struct dependency *dependency) {
    const struct task *parent = dependency->parent;
    fprintf(out, "%s(", parent->name);
    for (size_t i = 0; i < parent->depth; i++) {
        fputs(i ? ", " : "", out);
        expression_print(out, dependency->indices[parent->order[i]], 0);
    }
    fputc(')', out);
}

void print_dependency(FILE *out, const struct dependency *dependency) {
    print_parent(out, dependency);
    for (size_t i = 0; i < dependency->condition_count; i++) {
        fputs(i ? " && " : " if ", out);
        expression_print(out, dependency->conditions[i],
                         dependency->condition_count > 1 ? PRECEDENCE_UNARY : 0);
    }
}

void print_bounds(FILE *out, const struct loop *loop) {
    expression_print(out, loop->first, 0);
    fputs(" to ", out);
    expression_print(out, loop->limit, 0);
    fputs(loop->inclusive ? " included" : "", out);
}

void print_realize(FILE *out, const struct run *run) {
    fprintf(out, "%s.realize(", run->task->name);
    bool positions = false;
    for (size_t i = 0; i < run->count; i++) {
        bool position = run->bindings[i].symbol->is_position;
        fputs(positions && !position ? "}" : "", out);
        fputs(i ? ", " : "", out);
        if (position)
            fputs(positions ? "" : "{", out);
        else
            fprintf(out, "%s = ", run->bindings[i].symbol->name);
        expression_print(out, run->bindings[i].value, 0);
        positions = position;
    }
    fputs(positions ? "})" : ")", out);
}

void print_enqueue_statement(FILE *out, const struct task *task) {
    print_head(out, task);
    fprintf(out, " = enqueue(%s, %u", task->overlay->name, task->command->queue);
    for (size_t i = 0; i < task->argument_count; i++) {
        fputs(", ", out);
        expression_print(out, task->arguments[i].expression, 0);
    }
    fputc(')', out);
}
