#include "nbc/library.h"

#include "nbc/emit.h"
#include "support/nearest.h"

#include <stdlib.h>
#include <string.h>

struct library_parameter {
    const char *name, *type;
};

enum { MOST_PARAMETERS = 9, WORD_BYTES = 4 };

static const struct library_task {
    const char *name;
    unsigned id;
    const char *file;
    struct library_parameter parameters[MOST_PARAMETERS + 1];
} tasks[] = {
#define LIBRARY_TASK(name, id, file, parameters)                                                   \
    {#name, id, "libtask/neutrino/" file, {parameters}},
#define SHARED(name) {#name, "__shared void *"},
#define GLOBAL(name) {#name, "void *"},
#define WORD(name) {#name, "uint32_t"},
#include "neutrino/library_tasks.def"
#undef LIBRARY_TASK
#undef SHARED
#undef GLOBAL
#undef WORD
};
enum { TASK_COUNT = sizeof tasks / sizeof *tasks };

static bool has(library_set set, size_t i) {
    return set >> i & 1;
}

bool library_add(library_set *set, const char *name, struct diag_engine *diag) {
    struct nearest search = nearest_to(name);
    for (size_t i = 0; i < TASK_COUNT; i++) {
        nearest_offer(&search, tasks[i].name);
        if (!strcmp(tasks[i].name, name)) {
            *set |= 1u << i;
            return true;
        }
    }
    char *hint = nearest_hint(&search, "");
    diag_error(diag, "the runtime has no task '%s'%s", name, hint);
    free(hint);
    return false;
}

/* By which kernels start it. */
static char *task_name(const struct library_task *task) {
    return xasprintf("tk_%s", task->name);
}

static bool is_task(const struct library_task *task, const struct nbin_task *present) {
    char *name = task_name(task);
    bool is = task->id == present->id && !strcmp(name, present->name);
    free(name);
    return is;
}

bool library_add_present(library_set *set, const struct nbin *nbin, const char *path,
                         struct diag_engine *diag) {
    for (size_t i = 0; i < nbin->task_count; i++) {
        const struct nbin_task *present = &nbin->tasks[i];
        if (present->id < NEUTRINO_FIRST_RESERVED_TASK)
            continue;
        size_t row = 0;
        while (row < TASK_COUNT && !is_task(&tasks[row], present))
            row++;
        if (row == TASK_COUNT) {
            diag_file_error(diag, path,
                            "'%s' with the id %u is no task of this runtime: the binary was made "
                            "by another nbc",
                            present->name, present->id);
            return false;
        }
        *set |= 1u << row;
    }
    return true;
}

void library_add_to_link(library_set set, struct string_list *lld) {
    for (size_t i = 0; i < TASK_COUNT; i++)
        if (has(set, i))
            string_list_addf(lld, "--undefined=neutrino_library_%s", tasks[i].name);
}

/* ---- the table ---- */

static json_t *task_object(const struct library_task *task) {
    json_t *parameters = json_array();
    int bytes = 0;
    for (const struct library_parameter *parameter = task->parameters; parameter->name;
         parameter++, bytes += WORD_BYTES)
        json_array_append_new(parameters,
                              json_pack("{s:s, s:s, s:i, s:i}", "name", parameter->name, "type",
                                        parameter->type, "offset", bytes, "bytes", WORD_BYTES));
    char *name = task_name(task), *arguments = xasprintf("%s_args_t", task->name);
    json_t *object = json_pack("{s:s, s:i, s:s, s:i, s:o, s:s, s:i}", "name", name, "id",
                               (int)task->id, "args", arguments, "bytes", bytes, "parameters",
                               parameters, "file", task->file, "line", 0);
    free(arguments);
    free(name);
    return object;
}

/* Where the table has the id, or where it belongs. */
static size_t find_id(const json_t *table, unsigned id, bool *found) {
    size_t at = 0;
    json_int_t there = 0;
    while (at < json_array_size(table) &&
           (there = json_integer_value(json_object_get(json_array_get(table, at), "id"))) < id)
        at++;
    *found = there == id;
    return at;
}

char *library_map(library_set set, const char *map) {
    json_t *root = json_loads(map, 0, NULL), *table = json_object_get(root, "tasks");
    for (size_t i = 0; i < TASK_COUNT; i++) {
        bool found;
        size_t at = find_id(table, tasks[i].id, &found);
        if (has(set, i) && !found)
            json_array_insert_new(table, at, task_object(&tasks[i]));
    }
    char *text = emit_map_text(root);
    json_decref(root);
    return text;
}
