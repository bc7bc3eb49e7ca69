/* What the generated C has of the C files: variables and kernels; and an overlay's types, wrappers
 * and scheduler. */
#include "nbc/overlay/c.h"

#include "nbc/overlay/print.h"
#include "nbc/overlay/values.h"
#include "support/alloc.h"
#include "support/array.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- variables ---- */

static void print_buffers(FILE *out, const struct overlay_program *program) {
    for (size_t i = 0; i < program->buffer_count; i++) {
        const struct buffer *buffer = program->buffers[i];
        fprintf(out, "%s%s%s %s", buffer->global ? "extern " : "", buffer->is_const ? "const " : "",
                type_spelling(buffer->type), buffer->name);
        for (unsigned d = 0; d < buffer->rank; d++)
            fprintf(out, "[%lld]", (long long)buffer->extents[d]);
        fputs(";\n", out);
    }
}

static void print_scalars(FILE *out, const struct overlay_program *program) {
    for (size_t i = 0; i < program->scalar_count; i++) {
        const struct scalar *scalar = program->scalars[i];
        const struct expression *value = scalar->syntax->value;
        fprintf(out, "%s%s %s", scalar->global ? "extern " : "", type_spelling(scalar->symbol.type),
                scalar->symbol.name);
        if (value && !scalar->global) {
            int64_t constant;
            fputs(" = ", out);
            if (value_constant(value, &constant))
                c_integer(out, constant);
            else
                expression_print(out, value, 0);
        }
        fputs(";\n", out);
    }
}

/* ---- views ---- */

static const char *const members[VIEW_MEMBERS] = {"data", "min", "extent", "stride"};

/* Whether two functions can take one struct of ours: C compares structs by their members. */
static bool same_view(const struct parameter *a, const struct parameter *b) {
    bool same = a->rank == b->rank && !strcmp(type_spelling(a->type), type_spelling(b->type)) &&
                a->c->type.is_const == b->c->type.is_const;
    for (int i = 0; same && i < VIEW_MEMBERS; i++)
        same = a->c->order[i] == b->c->order[i] &&
               (i == VIEW_DATA || !strcmp(a->c->index_types[i], b->c->index_types[i]));
    return same;
}

static bool is_view(const struct parameter *parameter) {
    return parameter->c && parameter->c->kind == C_PARAMETER_VIEW;
}

/* The first parameter of the program with the same struct: it is named after that one. */
static const struct parameter *first_of_view(const struct overlay_program *program,
                                             const struct parameter *parameter) {
    for (size_t i = 0; i < program->overlay_count; i++)
        for (size_t k = 0; k < program->overlays[i]->count; k++) {
            const struct command *command = program->overlays[i]->commands[k];
            for (size_t n = 0; n < command->count; n++)
                if (is_view(&command->parameters[n]) &&
                    same_view(&command->parameters[n], parameter))
                    return &command->parameters[n];
        }
    return parameter;
}

/* "view2_double_t". Structs that differ in the order or the types of their members only are told
 * apart by these. */
void c_view_name(FILE *out, const struct parameter *parameter) {
    fprintf(out, "%sview%u_", parameter->c->type.is_const ? "const_" : "", parameter->rank);
    for (const char *at = type_spelling(parameter->type); *at; at++)
        fputc(*at == ' ' ? '_' : *at, out);
    static const char usual[] = "int";
    for (int i = 0; i < VIEW_MEMBERS; i++)
        if (parameter->c->order[i] != (enum view_member)i)
            fprintf(out, "_%s%d", members[parameter->c->order[i]], i);
    for (int i = VIEW_MIN; i < VIEW_MEMBERS; i++)
        if (strcmp(parameter->c->index_types[i], usual)) {
            fprintf(out, "_%s_", members[i]);
            for (const char *at = parameter->c->index_types[i]; *at; at++)
                fputc(*at == ' ' ? '_' : *at, out);
        }
    fputs("_t", out);
}

static void print_view(FILE *out, const struct parameter *parameter) {
    fputs("typedef struct {\n", out);
    for (int i = 0; i < VIEW_MEMBERS; i++) {
        enum view_member member = parameter->c->order[i];
        if (member == VIEW_DATA)
            fprintf(out, "    %s%s *data;\n", parameter->c->type.is_const ? "const " : "",
                    type_spelling(parameter->type));
        else
            fprintf(out, "    %s %s[%u];\n", parameter->c->index_types[member], members[member],
                    parameter->rank);
    }
    fputs("} ", out);
    c_view_name(out, parameter);
    fputs(";\n", out);
}

/* ---- kernels ---- */

/* A parameter's declaration, as the function has it. */
static void print_parameter(FILE *out, const struct parameter *parameter) {
    if (is_view(parameter)) {
        c_view_name(out, parameter);
        fprintf(out, " %s", parameter->name);
    } else if (parameter->rank) {
        fprintf(out, "%s%s *%s", parameter->direction == DIRECTION_IN ? "const " : "",
                type_spelling(parameter->type), parameter->name);
    } else {
        fprintf(out, "%s %s", type_spelling(parameter->type), parameter->name);
    }
}

static bool is_first(const struct overlay_program *program, const struct command *command) {
    for (size_t i = 0; i < program->overlay_count; i++)
        for (size_t k = 0; k < program->overlays[i]->count; k++) {
            const struct command *other = program->overlays[i]->commands[k];
            if (other == command)
                return true;
            if (!strcmp(other->function, command->function))
                return false;
        }
    return true;
}

static void print_prototype(FILE *out, const struct command *command) {
    fprintf(out, "%s %s(", command->c->result == C_RESULT_INT ? "int" : "void", command->function);
    for (size_t i = 0; i < command->count; i++) {
        fputs(i ? ", " : "", out);
        print_parameter(out, &command->parameters[i]);
    }
    fputs(command->count ? ");\n" : "void);\n", out);
}

static void visit_commands(FILE *out, const struct overlay_program *program,
                           void (*print)(FILE *out, const struct overlay_program *program,
                                         const struct command *command)) {
    for (size_t i = 0; i < program->overlay_count; i++)
        for (size_t k = 0; k < program->overlays[i]->count; k++)
            print(out, program, program->overlays[i]->commands[k]);
}

static void print_views_of(FILE *out, const struct overlay_program *program,
                           const struct command *command) {
    for (size_t n = 0; n < command->count; n++)
        if (is_view(&command->parameters[n]) &&
            first_of_view(program, &command->parameters[n]) == &command->parameters[n])
            print_view(out, &command->parameters[n]);
}

static void print_kernel_of(FILE *out, const struct overlay_program *program,
                            const struct command *command) {
    if (is_first(program, command))
        print_prototype(out, command);
}

void c_declarations(FILE *out, const struct overlay_program *program) {
    print_buffers(out, program);
    print_scalars(out, program);
    fputs("\n/* ---- kernels ---- */\n\n", out);
    visit_commands(out, program, print_views_of);
    visit_commands(out, program, print_kernel_of);
}
