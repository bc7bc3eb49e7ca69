/* The generated file: what there is in C, then each overlay, then each group's loops, then the
 * program. */
#include "nbc/overlay/c.h"

#include "nbc/overlay/emit.h"
#include "nbc/overlay/print.h"
#include "nbc/overlay/values.h"
#include "support/path.h"
#include "version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- symbols of a group ---- */

const char *c_group_name(const struct group *group) {
    return group->tasks[0]->name;
}

/* All runs of a group bind the same. */
static const struct run *run_of(const struct overlay_program *program, const struct group *group) {
    return group->has_run ? &program->runs[group->first_run] : NULL;
}

void c_group_symbols(const struct overlay_program *program, const struct group *group,
                     void (*call)(const struct symbol *symbol, void *context), void *context) {
    const struct run *run = run_of(program, group);
    for (size_t i = 0; run && i < run->count; i++)
        if (run->bindings[i].used)
            call(run->bindings[i].symbol, context);
}

static void note_any(const struct symbol *symbol, void *context) {
    *(bool *)context = true;
}

bool c_group_has_symbols(const struct overlay_program *program, const struct group *group) {
    bool any = false;
    c_group_symbols(program, group, note_any, &any);
    return any;
}

/* ---- the program ---- */

static const char *binding_text(const struct run *run, size_t i) {
    return run->bindings[i].symbol->name;
}

static void print_run(FILE *out, const struct run *run, bool any) {
    const char *group = c_group_name(run->group);
    fputs("    /* ", out);
    print_realize(out, run);
    fputs(" */\n    {\n", out);
    if (any) {
        fprintf(out, "        const symbols_of_%s_t symbols = {\n", group);
        for (size_t i = 0; i < run->count; i++) {
            if (!run->bindings[i].used)
                continue;
            fprintf(out, "            .%s = ", binding_text(run, i));
            c_expression(out, run->bindings[i].value, 0, (struct c_style){0});
            fputs(",\n", out);
        }
        fputs("        };\n", out);
    }
    fprintf(out,
            "        const overlay_outcome_t outcome =\n"
            "            overlay_realize(&%s_overlay, loops_of_%s, %s);\n"
            "        *tasks += outcome.tasks;\n"
            "        if (outcome.failed || outcome.cancelled || outcome.blocked)\n"
            "            return (int)(outcome.failed + outcome.cancelled + outcome.blocked);\n"
            "    }\n",
            c_overlay_name(run->group->tasks[0]->overlay), group, any ? "&symbols" : "NULL");
}

static void print_program(FILE *out, const struct overlay_program *program, const char *name) {
    fprintf(
        out,
        "\n/* ---- the program ---- */\n\n"
        "int %s_run_tasks(int64_t *tasks);\nint %s_run(void);\n\n"
        "/* Runs it and returns how many tasks have failed, were cancelled for that, or could not\n"
        " * run; after such a run there are no more. *tasks: how many there were. */\n"
        "int %s_run_tasks(int64_t *tasks) {\n    *tasks = 0;\n",
        name, name, name);
    for (size_t i = 0; i < program->run_count; i++)
        print_run(out, &program->runs[i], c_group_has_symbols(program, program->runs[i].group));
    fprintf(out,
            "    return 0;\n}\n\nint %s_run(void) {\n    int64_t tasks;\n"
            "    return %s_run_tasks(&tasks);\n}\n",
            name, name);
}

/* On the host the buffers can be printed, as musim does it. */
static void print_main(FILE *out, const struct overlay_program *program, const char *name) {
    if (program->facts->target == OVERLAY_CLUSTER) {
        fprintf(out, "\nint main(void) {\n    return %s_run() != 0;\n}\n", name);
        return;
    }
    fputs("\nstatic const overlay_object_t objects[] = {\n", out);
    for (size_t i = 0; i < program->buffer_count; i++)
        fprintf(out, "    {\"%s\", \"%s\", %s, sizeof %s},\n", program->buffers[i]->name,
                type_spelling(program->buffers[i]->type), program->buffers[i]->name,
                program->buffers[i]->name);
    for (size_t i = 0; i < program->scalar_count; i++)
        fprintf(out, "    {\"%s\", \"%s\", &%s, sizeof %s},\n", program->scalars[i]->symbol.name,
                type_spelling(program->scalars[i]->symbol.type), program->scalars[i]->symbol.name,
                program->scalars[i]->symbol.name);
    fprintf(out,
            "    {0},\n};\n\nint main(int argc, char **argv) {\n"
            "    return overlay_main(argc, argv, %s_run, objects);\n}\n",
            name);
}

static bool overlay_is_run(const struct overlay_program *program, const struct overlay *overlay) {
    for (size_t i = 0; i < program->run_count; i++)
        if (program->runs[i].group->tasks[0]->overlay == overlay)
            return true;
    return false;
}

char *emit_c(const struct overlay_program *program, const char *name, bool with_main) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fprintf(out,
            "/* Generated by nbc %s of %s: the task loops, kernels and schedulers of its\n"
            " * overlays. Not to be edited. */\n"
            "#include <neutrino/overlay.h>\n%s#include <neutrino/overlay_values.h>\n\n",
            NEUTRINO_VERSION, path_name(program->source->path),
            with_main && program->facts->target == OVERLAY_HOST
                ? "#include <neutrino/overlay_main.h>\n"
                : "");
    c_declarations(out, program);
    for (size_t i = 0; i < program->overlay_count; i++)
        if (overlay_is_run(program, program->overlays[i]))
            c_overlay(out, program, program->overlays[i]);
    for (size_t i = 0; i < program->group_count; i++)
        if (program->groups[i]->has_run)
            c_loops(out, program, program->groups[i]);
    print_program(out, program, name);
    if (with_main)
        print_main(out, program, name);
    fclose(out);
    return text;
}
