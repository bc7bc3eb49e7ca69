#include "nbc/emit.h"

#include "support/json_text.h"

#include <inttypes.h>
#include <jansson.h>
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

char *emit_map(const struct task_table *table) {
    char hash[17];
    snprintf(hash, sizeof hash, "%016" PRIx64, table->abi_hash);
    json_t *tasks = json_array();
    for (size_t i = 0; i < table->count; i++)
        json_array_append_new(tasks, task_object(&table->tasks[i]));
    json_t *root = json_pack("{s:i, s:s, s:o}", "version", 1, "abi_hash", hash, "tasks", tasks);
    char *compact = json_dumps(root, JSON_INDENT(2) | JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII);
    json_decref(root);
    char *text = xasprintf("%s\n", compact);
    free(compact);
    return text;
}
