#include "nbc/emit.h"

#include "support/json_text.h"

#include <inttypes.h>
#include <stdlib.h>

static json_t *parameter_object(const struct parameter *parameter) {
    return json_pack("{s:s, s:s, s:i, s:i}", "name", parameter->name, "type", parameter->type,
                     "offset", (int)parameter->offset, "bytes", (int)parameter->bytes);
}

static json_t *task_object(const struct task *task) {
    json_t *parameters = json_array();
    for (size_t i = 0; i < task->parameter_count; i++)
        json_array_append_new(parameters, parameter_object(&task->parameters[i]));
    return json_pack("{s:s, s:i, s:s?, s:i, s:o, s:o, s:i}", "name", task->name, "id",
                     (int)task->id, "args", task->args_type, "bytes", (int)task->bytes,
                     "parameters", parameters, "file", json_text(task->source), "line",
                     (int)task->where.line);
}

static json_t *interface_object(const struct task *task) {
    return json_pack("{s:s, s:i, s:s?, s:i}", "name", task->name, "id", (int)task->id, "args",
                     task->args_type, "bytes", (int)task->bytes);
}

static char *print_json(const json_t *map, size_t flags) {
    return json_dumps(map, flags | JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII);
}

char *emit_map_text(const json_t *map) {
    char *json = print_json(map, JSON_INDENT(2));
    char *text = xasprintf("%s\n", json);
    free(json);
    return text;
}

static json_t *table_object(const struct task_table *table,
                            json_t *(*object)(const struct task *)) {
    char hash[17];
    snprintf(hash, sizeof hash, "%016" PRIx64, table->abi_hash);
    json_t *tasks = json_array();
    for (size_t i = 0; i < table->count; i++)
        json_array_append_new(tasks, object(&table->tasks[i]));
    return json_pack("{s:i, s:s, s:o}", "version", 1, "abi_hash", hash, "tasks", tasks);
}

char *emit_map(const struct task_table *table) {
    json_t *root = table_object(table, task_object);
    char *text = emit_map_text(root);
    json_decref(root);
    return text;
}

char *emit_interface_table(const struct task_table *table) {
    json_t *root = table_object(table, interface_object);
    char *text = print_json(root, 0);
    json_decref(root);
    return text;
}
