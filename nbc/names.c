#include "nbc/names.h"

#include "nbc/tasks.h"
#include "support/array.h"

#include <stdlib.h>
#include <string.h>

static const char prefix[] = "NEUTRINO_NAME_";

/* Of C++17 and C++20, without those that C11 has, too. */
static const char *const cxx_keywords[] = {
    "alignas",     "alignof",   "and",      "and_eq",           "bitand",       "bitor",
    "catch",       "char16_t",  "char32_t", "char8_t",          "class",        "co_await",
    "co_return",   "co_yield",  "compl",    "concept",          "const_cast",   "consteval",
    "constexpr",   "constinit", "decltype", "delete",           "dynamic_cast", "explicit",
    "export",      "friend",    "mutable",  "namespace",        "new",          "noexcept",
    "not",         "not_eq",    "nullptr",  "operator",         "or",           "or_eq",
    "private",     "protected", "public",   "reinterpret_cast", "requires",     "static_assert",
    "static_cast", "template",  "this",     "thread_local",     "throw",        "try",
    "typeid",      "typename",  "using",    "virtual",          "wchar_t",      "xor",
    "xor_eq",
};

static const char *const c_keywords[] = {"restrict"};

/* Of both as kernels are compiled, but none where tasks are compiled by -std=c11. */
static const char *const gnu_keywords[] = {"asm", "typeof"};

/* Macros without parameters that are there before a kernel's first line, but those of reserved
 * names; printed by clang when nbc is built. */
static const char *const kernel_macros[] = {
#include "kernel_macros.inc"
};

/* What neutrino/muon.h declares at file scope, and main; what a task would clash with when it is
 * linked. Names with a prefix of the project's are printed by clang, too. */
static const char *const kernel_names[] = {
#include "kernel_names.inc"
    "ALL_WARPS",
    "ASYNC",
    "CLUSTER",
    "DUMMY",
    "IMMEDIATE",
    "MANUAL",
    "SIGNAL",
    "SINGLE_THREAD",
    "SYNC",
    "main",
    "run_id_t",
    "run_t",
    "task_id_t",
    "task_run",
    /* of the runtime, but in no header */
    "neutrino_dispatch",
    "neutrino_fault",
    "neutrino_start",
    "neutrino_trap_entry",
};

static bool is_in(const char *name, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!strcmp(name, list[i]))
            return true;
    return false;
}
#define IS_IN(name, list) is_in(name, list, sizeof(list) / sizeof *(list))

bool names_is_keyword(const char *name) {
    return IS_IN(name, cxx_keywords) || IS_IN(name, c_keywords);
}

const char *names_fault(const char *name, enum name_use use) {
    if (IS_IN(name, kernel_macros))
        return "a macro that every kernel has";
    if (IS_IN(name, gnu_keywords))
        return "a keyword in every kernel";
    if (use == NAME_IN_TYPE)
        return NULL;
    return IS_IN(name, kernel_names) ? "a name that kernels or the runtime have" : NULL;
}

char *names_spelling(char *name) {
    if (!names_is_keyword(name))
        return name;
    char *spelling = xasprintf("%s%s", prefix, name);
    free(name);
    return spelling;
}

/* ---- the macros ---- */

static bool is_used(const struct task_table *table, const char *spelling) {
    for (size_t i = 0; i < table->definition_count; i++) {
        const char *at = table->definitions[i].text;
        while ((at = strstr(at, spelling))) {
            at += strlen(spelling);
            if (!*at || strchr(" ;[,)\n", *at))
                return true;
        }
    }
    return false;
}

static void print_macros(FILE *out, const struct task_table *table, const char *condition,
                         const char *const *keywords, size_t count) {
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        char *spelling = xasprintf("%s%s", prefix, keywords[i]);
        if (is_used(table, spelling)) {
            fprintf(out, "%s#%s\n#define %s %s_\n#else\n#define %s %s\n#endif\n", any ? "" : "\n",
                    condition, spelling, keywords[i], spelling, keywords[i]);
            any = true;
        }
        free(spelling);
    }
}

void names_print_macros(FILE *out, const struct task_table *table) {
    print_macros(out, table, "ifdef __cplusplus", cxx_keywords,
                 sizeof cxx_keywords / sizeof *cxx_keywords);
    print_macros(out, table, "ifndef __cplusplus", c_keywords,
                 sizeof c_keywords / sizeof *c_keywords);
}

/* ---- names that would be declared twice ---- */

struct declared {
    enum {
        DECLARES_TASK,
        DECLARES_ARGUMENTS,
        DECLARES_MAKER,
        DECLARES_TYPE,
        DECLARES_CONSTANT
    } what;
    char *name; /* where a "_" is added to keywords */
    const struct diag_location *where;
};

struct declared_list {
    struct declared *items;
    size_t count;
};

/* "corner.NEUTRINO_NAME_new" gives "corner.new_". */
static char *with_underscore(const char *spelling) {
    const char *at = strstr(spelling, prefix);
    return at ? xasprintf("%.*s%s_", (int)(at - spelling), spelling, at + strlen(prefix))
              : xstrdup(spelling);
}

static void add(struct declared_list *list, struct declared declared, const char *spelling) {
    declared.name = with_underscore(spelling);
    *ARRAY_ADD(list->items, list->count) = declared;
}

static void add_definition(struct declared_list *list, const struct definition *definition) {
    if (!strchr(definition->c_name, ' '))
        add(list, (struct declared){.what = DECLARES_TYPE, .where = &definition->where},
            definition->c_name);
    for (size_t i = 0; i < definition->check_count; i++)
        if (definition->checks[i].kind == CHECK_CONSTANT)
            add(list, (struct declared){.what = DECLARES_CONSTANT, .where = &definition->where},
                definition->checks[i].name);
}

static void add_task(struct declared_list *list, const struct task *task) {
    add(list, (struct declared){.what = DECLARES_TASK, .where = &task->where}, task->name);
    if (task->args_type)
        add(list, (struct declared){.what = DECLARES_ARGUMENTS, .where = &task->where},
            task->args_type);
    add(list, (struct declared){.what = DECLARES_MAKER, .where = &task->where}, task->args_make);
}

/* Whether tasks_number has an error of its own for them, or the table of definitions. */
static bool is_checked_elsewhere(const struct declared *a, const struct declared *b) {
    return (a->what == b->what && a->what != DECLARES_CONSTANT) ||
           (a->what == DECLARES_TYPE && b->what == DECLARES_ARGUMENTS);
}

static void check_file_scope(const struct task_table *table, struct diag_engine *diag) {
    struct declared_list list = {0};
    for (size_t i = 0; i < table->definition_count; i++)
        add_definition(&list, &table->definitions[i]);
    for (size_t i = 0; i < table->count; i++)
        add_task(&list, &table->tasks[i]);
    for (size_t i = 0; i < list.count; i++)
        for (size_t j = 0; j < i; j++) {
            const struct declared *item = &list.items[i], *previous = &list.items[j];
            if (strcmp(item->name, previous->name) || is_checked_elsewhere(previous, item))
                continue;
            diag_raise(diag, DIAG_NU_TYPE_CONFLICT, *item->where,
                       "'%s' means something else elsewhere in the tasks' sources: rename one of "
                       "them, as the header can "
                       "declare it once",
                       item->name);
            diag_report(diag, DIAG_NOTE, NULL, *previous->where, "the other one is here");
        }
    for (size_t i = 0; i < list.count; i++)
        free(list.items[i].name);
    free(list.items);
}

static void check_members(const struct definition *definition, struct diag_engine *diag) {
    for (size_t i = 0; i < definition->check_count; i++) {
        const struct type_check *member = &definition->checks[i];
        if (member->kind != CHECK_MEMBER || !strstr(member->name, prefix))
            continue;
        char *name = with_underscore(member->name);
        for (size_t j = 0; j < definition->check_count; j++)
            if (!strcmp(definition->checks[j].name, name))
                diag_raise(diag, DIAG_NU_NAME, definition->where,
                           "'%s' has a member '%s', as another one would be called whose name is "
                           "a keyword in C or C++: rename one of them",
                           definition->c_name, name);
        free(name);
    }
}

void names_check_unique(const struct task_table *table, struct diag_engine *diag) {
    check_file_scope(table, diag);
    for (size_t i = 0; i < table->definition_count; i++)
        check_members(&table->definitions[i], diag);
}
