#include "nbc/emit.h"
#include "nbc/names.h"
#include "object/nbin.h"

#include "version.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* "my-tasks.h" gives NEUTRINO_MY_TASKS_H. */
static char *include_guard(const char *file_name) {
    char *guard = xasprintf("NEUTRINO_%s", file_name);
    for (char *c = guard; *c; c++)
        *c = isalnum((unsigned char)*c) ? (char)toupper((unsigned char)*c) : '_';
    return guard;
}

static const char preamble[] =
    "#include <stdbool.h>\n"
    "#include <stddef.h>\n"
    "#include <stdint.h>\n"
    "\n"
    "#ifndef NEUTRINO_RUN_TYPES\n"
    "#define NEUTRINO_RUN_TYPES\n"
    "typedef uint32_t run_id_t, run_t;\n"
    "typedef uint8_t task_id_t;\n"
    "#endif\n"
    "\n"
    "/* A pointer into the cluster's shared memory; elsewhere than on a SIMT core an ordinary one. "
    "*/\n"
    "#ifndef __shared\n"
    "#if defined __clang__ && defined __riscv && __riscv_xlen == 32\n"
    "#define __shared __attribute__((address_space(1)))\n"
    "#else\n"
    "#define __shared\n"
    "#endif\n"
    "#endif\n"
    "\n"
    "#ifndef NEUTRINO_STATIC_ASSERT\n"
    "#ifdef __cplusplus\n"
    "#define NEUTRINO_STATIC_ASSERT(condition, text) static_assert(condition, text)\n"
    "#else\n"
    "#define NEUTRINO_STATIC_ASSERT(condition, text) _Static_assert(condition, text)\n"
    "#endif\n"
    "#endif\n";

/* For the types that the header may have from elsewhere than the tasks. */
static const char check_macros[] =
    "\n"
    "#ifndef NEUTRINO_MEMBER\n"
    "#define NEUTRINO_DIFFERS(type, what, from) \\\n"
    "    \"the kernel's '\" type \"' is not the tasks', which is from \" from \": \" what \\\n"
    "    \" differs; the kernel has it from another file or with other macros\"\n"
    "#ifdef __cplusplus\n"
    "#define NEUTRINO_SAME(a, b) __is_same(a, b)\n"
    "#else\n"
    "#define NEUTRINO_SAME(a, b) __builtin_types_compatible_p(a, b)\n"
    "#endif\n"
    "#define NEUTRINO_MEMBER(type, member, at, bytes, member_type, from) \\\n"
    "    NEUTRINO_STATIC_ASSERT( \\\n"
    "        (offsetof(type, member) == at && sizeof(((type *)0)->member) == bytes && \\\n"
    "         NEUTRINO_SAME(__typeof__(((type *)0)->member), member_type)) ? 1 : 0, \\\n"
    "        NEUTRINO_DIFFERS(#type, \"'\" #member \"'\", from))\n"
    "#define NEUTRINO_CONSTANT(type, name, value, from) \\\n"
    "    NEUTRINO_STATIC_ASSERT((long long)(name) == value, \\\n"
    "                           NEUTRINO_DIFFERS(#type, \"'\" #name \"'\", from))\n"
    "#define NEUTRINO_ALIAS(type, is, from) \\\n"
    "    NEUTRINO_STATIC_ASSERT(NEUTRINO_SAME(type, is), NEUTRINO_DIFFERS(#type, \"it\", from))\n"
    "#endif\n";

static bool is_first_with_include(const struct task_table *table, size_t index) {
    for (size_t i = 0; i < index; i++)
        if (table->definitions[i].include &&
            !strcmp(table->definitions[i].include, table->definitions[index].include))
            return false;
    return true;
}

/* Types that come from a header are taken from there if it can be found, so that a kernel may
 * include the same header. */
static void print_include(FILE *out, const struct task_table *table, size_t index) {
    const char *include = table->definitions[index].include;
    fprintf(out, "\n#ifdef __has_include\n#if __has_include(%s)\n#include %s\n", include, include);
    for (size_t i = index; i < table->definition_count; i++)
        if (table->definitions[i].include && !strcmp(table->definitions[i].include, include))
            fprintf(out, "#define NEUTRINO_TYPE_%s\n", table->definitions[i].name);
    fputs("#endif\n#endif\n", out);
}

/* The name of the file that the tasks have the type from, or what it is instead. */
static char *origin(const struct definition *definition) {
    if (!definition->include)
        return xstrdup("their source");
    return xstrndup(definition->include + 1, strlen(definition->include) - 2);
}

/* Kernels may have the type from another file than the tasks, or with other macros. */
static void print_check(FILE *out, const struct type_check *check, const char *type,
                        const char *from) {
    switch (check->kind) {
    case CHECK_MEMBER:
        fprintf(out, "NEUTRINO_MEMBER(%s, %s, %lld, %u, ", type, check->name, check->value,
                check->bytes);
        if (check->type)
            fputs(check->type, out);
        else
            fprintf(out, "__typeof__(((%s *)0)->%s)", type, check->name);
        break;
    case CHECK_CONSTANT:
        fprintf(out, "NEUTRINO_CONSTANT(%s, %s, %lld", type, check->name, check->value);
        break;
    case CHECK_ALIAS: fprintf(out, "NEUTRINO_ALIAS(%s, %s", type, check->type); break;
    }
    fprintf(out, ", \"%s\");\n", from);
}

/* Types are the SIMT side's, so they are checked where pointers have its size. */
static void print_checks(FILE *out, const struct definition *definition) {
    char *from = origin(definition);
    if (definition->bytes)
        fprintf(out,
                "NEUTRINO_STATIC_ASSERT(sizeof(%s) == %u, NEUTRINO_DIFFERS(\"%s\", \"its size\", "
                "\"%s\"));\n",
                definition->c_name, definition->bytes, definition->c_name, from);
    if (definition->check_count)
        fputs("#if __SIZEOF_POINTER__ == 4\n", out);
    for (size_t i = 0; i < definition->check_count; i++)
        print_check(out, &definition->checks[i], definition->c_name, from);
    if (definition->check_count)
        fputs("#endif\n", out);
    free(from);
}

static void print_definition(FILE *out, const struct definition *definition) {
    fprintf(out, "\n#ifndef NEUTRINO_TYPE_%s\n#define NEUTRINO_TYPE_%s\n%s#endif\n",
            definition->name, definition->name, definition->text);
    print_checks(out, definition);
}

static void print_definitions(FILE *out, const struct task_table *table) {
    if (table->definition_count)
        fputs(check_macros, out);
    names_print_macros(out, table);
    for (size_t i = 0; i < table->definition_count; i++)
        if (table->definitions[i].include && is_first_with_include(table, i))
            print_include(out, table, i);
    for (size_t i = 0; i < table->definition_count; i++)
        print_definition(out, &table->definitions[i]);
}

static void print_args_type(FILE *out, const struct task *task) {
    fputs("typedef struct {\n", out);
    for (size_t i = 0; i < task->parameter_count; i++)
        fprintf(out, "    %s;\n", task->parameters[i].declaration);
    fprintf(out, "}%s %s;\n", task->align ? " __attribute__((__aligned__(4)))" : "",
            task->args_type);
}

/* The layout is the SIMT side's, so it holds where pointers have its size. */
static void print_assertions(FILE *out, const struct task *task) {
    const char *type = task->args_type;
    fputs("#if __SIZEOF_POINTER__ == 4\n", out);
    fprintf(out, "NEUTRINO_STATIC_ASSERT(sizeof(%s) == %u, \"size of %s\");\n", type, task->bytes,
            type);
    for (size_t i = 0; i < task->parameter_count; i++)
        fprintf(out, "NEUTRINO_STATIC_ASSERT(offsetof(%s, %s) == %u, \"offset of %s.%s\");\n", type,
                task->parameters[i].name, task->parameters[i].offset, type,
                task->parameters[i].name);
    fputs("#endif\n", out);
}

/* "float *a, int n"; long lists a line each. */
static void print_parameters(FILE *out, const struct task *task, const char *indent) {
    bool lines = task->parameter_count > 4;
    for (size_t i = 0; i < task->parameter_count; i++)
        fprintf(out, "%s%s%s%s", i ? "," : "",
                lines ? "\n"
                : i   ? " "
                      : "",
                lines ? indent : "", task->parameters[i].declaration);
}

static void print_parameter_names(FILE *out, const struct task *task) {
    for (size_t i = 0; i < task->parameter_count; i++)
        fprintf(out, "%s%s", i ? ", " : "", task->parameters[i].name);
}

/* A function, so that what does not fit the task's parameters is an error that names them. */
static void print_args_function(FILE *out, const struct task *task) {
    fprintf(out, "__attribute__((unused)) static inline %s %s(", task->args_type, task->args_make);
    print_parameters(out, task, "    ");
    fprintf(out, ") {\n    %s neutrino_args = {", task->args_type);
    print_parameter_names(out, task);
    fputs("};\n    return neutrino_args;\n}\n", out);
}

static void print_signature(FILE *out, const struct task *task) {
    const char *type = task->args_type ? task->args_type : "neutrino_no_arguments";
    fprintf(out,
            "template <> struct neutrino_signature<decltype(%s)> {\n"
            "    typedef %s arguments_t;\n"
            "    static arguments_t arguments(",
            task->name, type);
    print_parameters(out, task, "        ");
    fprintf(out, ") { return %s(", task->args_make);
    print_parameter_names(out, task);
    fputs("); }\n};\n", out);
    if (task->args_type)
        fprintf(out, "template <> struct neutrino_task_of<%s> { static constexpr int id = %u; };\n",
                type, task->id);
}

/* From the task, how to get to its arguments: in C for macros that have its name, in C++ for who
 * has it as a constant, whose type no other task's has. */
static void print_way_to_arguments(FILE *out, const struct task *task) {
    fputs("#ifdef NEUTRINO_MUON_H\n", out);
    if (!task->args_type)
        fprintf(out,
                "__attribute__((unused)) static inline neutrino_no_arguments %s(void) {\n"
                "    neutrino_no_arguments neutrino_args = {0};\n"
                "    return neutrino_args;\n}\n",
                task->args_make);
    fprintf(out, "#define NEUTRINO_ARGUMENTS_%s %s\n#ifdef __cplusplus\nextern \"C++\" {\n",
            task->name, task->args_make);
    print_signature(out, task);
    fputs("}\n#endif\n#endif\n", out);
}

static void print_task(FILE *out, const struct task *task, bool comments) {
    fputc('\n', out);
    if (comments && task->comment)
        fprintf(out, "%s\n", task->comment);
    fprintf(out, "enum { %s = %u };\n", task->name, task->id);
    if (task->args_type) {
        print_args_type(out, task);
        print_assertions(out, task);
        print_args_function(out, task);
    }
    print_way_to_arguments(out, task);
}

static char *header_text(const struct task_table *table, const char *file_name, bool comments) {
    char *guard = include_guard(file_name), *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fprintf(out,
            "/* Generated by nbc %s: task ids, and the argument structs of neutrino_payload. */\n"
            "#ifndef %s\n#define %s\n\n%s",
            NEUTRINO_VERSION, guard, guard, preamble);
    fprintf(out,
            "\n/* Changes when code compiled against an older version of this header is wrong. Of "
            "several\n"
            " * headers in one unit, the first one's. */\n"
            "#ifndef NEUTRINO_ABI_HASH\n"
            "#define NEUTRINO_ABI_HASH 0x%016" PRIx64 "ull\n"
            "#endif\n",
            table->abi_hash);
    print_definitions(out, table);
    for (size_t i = 0; i < table->count; i++)
        print_task(out, &table->tasks[i], comments);
    fprintf(out, "\n#endif /* %s */\n", guard);
    fclose(out);
    free(guard);
    return text;
}

char *emit_header(const struct task_table *table, const char *file_name) {
    return header_text(table, file_name, true);
}

char *emit_interface(const struct task_table *table, const char *file_name) {
    char *header = header_text(table, file_name, false), *tasks = emit_interface_table(table);
    char *text = xasprintf("%s\n" NBIN_TABLE_BEGIN "%s" NBIN_TABLE_END, header, tasks);
    free(tasks);
    free(header);
    return text;
}
