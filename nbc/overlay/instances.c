#include "nbc/overlay/instances.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

/* ---- enumeration ---- */

static void bind(const struct run *run) {
    for (size_t i = 0; i < run->count; i++) {
        struct symbol *symbol = run->bindings[i].symbol;
        symbol->known = value_of(run->bindings[i].value, &symbol->value, NULL) == VALUE_KNOWN;
    }
}

static size_t place_of(const struct task *task) {
    size_t at = 0;
    while (task->group->tasks[at] != task)
        at++;
    return at;
}

static void add_instance(struct instances *instances, struct task *task) {
    struct task_instances *of = &instances->of[place_of(task)];
    *ARRAY_ADD(of->items, of->count) = (uint32_t)instances->count;
    *ARRAY_ADD(instances->items, instances->count) =
        (struct instance){task, instances->value_count};
    for (size_t k = 0; k < task->depth; k++)
        *ARRAY_ADD(instances->values, instances->value_count) = task->loops[k]->variable.value;
}

static enum instances_result list_nodes(struct instances *instances, const struct node_list *nodes);

static enum instances_result list_loop(struct instances *instances, struct loop *loop) {
    enum instances_result result = INSTANCES_ALL;
    int64_t first, limit;
    if (!loop->limit || value_of(loop->first, &first, NULL) != VALUE_KNOWN ||
        value_of(loop->limit, &limit, NULL) != VALUE_KNOWN)
        return INSTANCES_UNKNOWN;
    struct symbol *variable = &loop->variable;
    variable->known = true;
    for (variable->value = first; result == INSTANCES_ALL &&
                                  variable->value < limit + (loop->inclusive && limit < INT64_MAX);
         variable->value++) {
        if (++instances->steps > 4 * INSTANCES_MOST)
            result = INSTANCES_MANY;
        else
            result = list_nodes(instances, &loop->body);
    }
    variable->known = false;
    return result;
}

static enum instances_result list_nodes(struct instances *instances,
                                        const struct node_list *nodes) {
    enum instances_result result = INSTANCES_ALL;
    for (size_t i = 0; result == INSTANCES_ALL && i < nodes->count; i++) {
        if (nodes->items[i].loop)
            result = list_loop(instances, nodes->items[i].loop);
        else if (instances->count == INSTANCES_MOST)
            result = INSTANCES_MANY;
        else
            add_instance(instances, nodes->items[i].task);
    }
    return result;
}

enum instances_result instances_list(struct instances *instances, const struct run *run) {
    *instances = (struct instances){.run = run};
    instances->of = xcalloc(run->group->count + 1, sizeof *instances->of);
    bind(run);
    return list_nodes(instances, &run->group->nest);
}

static void forget(const struct group *group) {
    for (size_t i = 0; i < group->count; i++)
        for (size_t k = 0; k < group->tasks[i]->depth; k++)
            group->tasks[i]->loops[k]->variable.known = false;
}

void instances_free(struct instances *instances) {
    for (size_t i = 0; i < instances->run->count; i++)
        instances->run->bindings[i].symbol->known = false;
    forget(instances->run->group);
    for (size_t i = 0; i < instances->run->group->count; i++)
        free(instances->of[i].items);
    free(instances->of);
    free(instances->items);
    free(instances->values);
    *instances = (struct instances){0};
}

void instances_enter(const struct instances *instances, size_t index) {
    const struct instance *instance = &instances->items[index];
    forget(instances->run->group);
    for (size_t k = 0; k < instance->task->depth; k++) {
        struct symbol *variable = &instance->task->loops[k]->variable;
        variable->known = true;
        variable->value = instances->values[instance->values + k];
    }
}

/* ---- parents ---- */

static int compare(const int64_t *a, const int64_t *b, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

static int64_t find(const struct instances *instances, const struct task *task,
                    const int64_t *values) {
    const struct task_instances *of = &instances->of[place_of(task)];
    size_t low = 0, high = of->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const int64_t *at = &instances->values[instances->items[of->items[middle]].values];
        int order = task->depth ? compare(values, at, task->depth) : 0;
        if (order == 0)
            return of->items[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return PARENT_NONE;
}

int64_t instances_parent(const struct instances *instances, const struct dependency *dependency) {
    int64_t values[LOOPS_MOST], value;
    for (size_t i = 0; i < dependency->condition_count; i++) {
        if (value_of(dependency->conditions[i], &value, NULL) != VALUE_KNOWN)
            return PARENT_UNKNOWN;
        if (!value)
            return PARENT_NONE;
    }
    for (size_t k = 0; k < dependency->parent->depth; k++)
        if (value_of(dependency->indices[k], &values[k], NULL) != VALUE_KNOWN)
            return PARENT_UNKNOWN;
    return find(instances, dependency->parent, values);
}

/* ---- names ---- */

void instances_print(FILE *out, const struct instances *instances, size_t index) {
    const struct instance *instance = &instances->items[index];
    const struct task *task = instance->task;
    fprintf(out, "%s(", task->name);
    for (size_t i = 0; i < task->depth; i++)
        fprintf(out, "%s%lld", i ? ", " : "",
                (long long)instances->values[instance->values + task->order[i]]);
    fputc(')', out);
}

char *instances_name(const struct instances *instances, size_t index) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    instances_print(out, instances, index);
    fclose(out);
    return text;
}

/* ---- views ---- */

const char *view_crop(int64_t size, int64_t block, int64_t first, int64_t last, struct crop *crop,
                      int64_t *at) {
    *at = block;
    if (block < 1)
        return "a block of %lld elements";
    int64_t blocks = (size - 1) / block + 1;
    *at = first;
    if (first < 0 || first > blocks || (first == blocks && last != first - 1))
        return "the view begins outside of the buffer, at block %lld";
    *at = last;
    if (last < first - 1)
        return "the view ends before it begins, at block %lld";
    if (last >= blocks)
        return "the view ends outside of the buffer, at block %lld";
    int64_t end = last + 1 == blocks ? size : (last + 1) * block;
    crop->min = first == blocks ? size : first * block;
    crop->extent = last < first ? 0 : end - crop->min;
    return NULL;
}

enum value_result instances_view(const struct argument *argument, struct view_value *view,
                                 const char **fault, int64_t *at) {
    const struct buffer *buffer = argument->buffer;
    int64_t block, first, last;
    *fault = NULL;
    for (unsigned i = 0; i < buffer->rank; i++) {
        view->min[i] = 0;
        view->extent[i] = buffer->extents[i];
        if (!argument->block)
            continue;
        enum value_result results[] = {value_of(argument->block, &block, fault),
                                       value_of(argument->pairs[2 * i], &first, fault),
                                       value_of(argument->pairs[2 * i + 1], &last, fault)};
        for (int k = 0; k < 3; k++)
            if (results[k] != VALUE_KNOWN)
                return results[k];
        struct crop crop;
        *fault = view_crop(buffer->extents[i], block, first, last, &crop, at);
        if (*fault)
            return VALUE_FAULT;
        view->min[i] = crop.min;
        view->extent[i] = crop.extent;
    }
    return VALUE_KNOWN;
}

bool view_is_dense(const struct buffer *buffer, const struct view_value *view) {
    unsigned i = 0;
    while (i < buffer->rank && view->extent[i] == 1)
        i++;
    for (unsigned k = 0; k < buffer->rank; k++)
        if (view->extent[k] == 0)
            return true;
    for (i++; i < buffer->rank; i++)
        if (view->extent[i] != buffer->extents[i])
            return false;
    return true;
}

bool views_overlap(const struct argument *a, const struct view_value *x, const struct argument *b,
                   const struct view_value *y) {
    if (a->buffer != b->buffer)
        return false;
    for (unsigned i = 0; i < a->buffer->rank; i++)
        if (x->min[i] + x->extent[i] <= y->min[i] || y->min[i] + y->extent[i] <= x->min[i] ||
            !x->extent[i] || !y->extent[i])
            return false;
    return true;
}
