/* Cycles of tasks along which the distances add up to nothing: then the tasks of every iteration
 * wait for each other, as far as the others are there, which is certain of one iteration only. */
#include "nbc/overlay/deadlock.h"

#include "nbc/overlay/order.h"
#include "support/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { PATH_MOST = 6, STEPS_MOST = 200000 };

/* A way from task to task, and how far from where it began. */
struct path {
    const struct overlay_program *program;
    const struct group *group;
    const struct task *tasks[PATH_MOST + 1];
    const struct dependency *by[PATH_MOST]; /* NULL: by their queue */
    int64_t distance[PATH_MOST + 1][LOOPS_MOST];
    size_t length;
    size_t steps;
};

static void print_task(FILE *out, const struct path *path, size_t step) {
    const struct task *task = path->tasks[step];
    fprintf(out, "%s(", task->name);
    for (size_t i = 0; i < task->depth; i++) {
        int64_t offset = path->distance[step][task->order[i]];
        fprintf(out, "%s%s", i ? ", " : "", task->loops[task->order[i]]->variable.name);
        if (offset)
            fprintf(out, " %c %lld", offset < 0 ? '-' : '+', llabs((long long)offset));
    }
    fputc(')', out);
}

/* A cycle in one iteration is in every one; others need more than one. */
static bool is_certain(const struct path *path) {
    for (size_t i = 0; i < path->length; i++)
        for (size_t k = 0; k < path->tasks[i]->depth; k++)
            if (path->distance[i][k])
                return false;
    return true;
}

static void report(const struct path *path) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; i <= path->length; i++) {
        fputs(i ? " -> " : "", out);
        print_task(out, path, i);
    }
    fclose(out);
    struct diag_location where = overlay_place(path->program->source, path->by[0]->span);
    if (is_certain(path))
        diag_raise(path->program->source->diag, DIAG_OVERLAY_CYCLE, where,
                   path->length == 1 ? "a task depends on itself: %s"
                                     : "tasks wait for each other: %s",
                   text);
    else
        diag_report(path->program->source->diag, DIAG_WARNING, DIAG_OVERLAY_CYCLE, where,
                    "tasks wait for each other if all of these are there: %s", text);
    free(text);
}

static bool is_back(const struct path *path) {
    if (path->tasks[path->length] != path->tasks[0])
        return false;
    for (size_t k = 0; k < path->tasks[0]->depth; k++)
        if (path->distance[path->length][k])
            return false;
    return true;
}

static bool search(struct path *path);

/* One step further, and on from there. The distance is there already. */
static bool step(struct path *path, const struct task *to, const struct dependency *by) {
    path->tasks[path->length + 1] = to;
    path->by[path->length] = by;
    path->length++;
    bool found = is_back(path);
    if (found)
        report(path);
    else
        found = path->length < PATH_MOST && ++path->steps < STEPS_MOST && search(path);
    path->length--;
    return found;
}

/* Tasks of the same loops, so that a distance means the same for all. */
static bool same_loops(const struct task *a, const struct task *b) {
    return a->depth == b->depth && order_common(a, b) == a->depth;
}

static bool step_by_dependency(struct path *path, const struct dependency *dependency) {
    const struct task *task = path->tasks[path->length];
    if (!same_loops(task, dependency->parent) || dependency->condition_count)
        return false;
    for (size_t k = 0; k < task->depth; k++) {
        int64_t distance, *sum = &path->distance[path->length + 1][k];
        if (!order_distance(task, dependency, k, &distance) ||
            __builtin_add_overflow(path->distance[path->length][k], distance, sum))
            return false;
    }
    return step(path, dependency->parent, dependency);
}

/* Behind a task of the same iteration, or of the one before. */
static bool step_by_queue(struct path *path, const struct task *to) {
    const struct task *task = path->tasks[path->length];
    if (!same_loops(task, to) || to->command != task->command)
        return false;
    int64_t *distance = path->distance[path->length + 1];
    memcpy(distance, path->distance[path->length], sizeof path->distance[0]);
    if (to->position < task->position && step(path, to, NULL))
        return true;
    if (!task->depth)
        return false;
    memcpy(distance, path->distance[path->length], sizeof path->distance[0]);
    distance[task->depth - 1]--;
    return step(path, to, NULL);
}

static bool search(struct path *path) {
    const struct task *task = path->tasks[path->length];
    for (size_t i = 0; i < task->dependency_count; i++)
        if (step_by_dependency(path, &task->dependencies[i]))
            return true;
    for (size_t i = 0; i < path->group->count; i++)
        if (step_by_queue(path, path->group->tasks[i]))
            return true;
    return false;
}

/* A cycle has a dependency that goes forward in it. */
bool deadlock_check_symbolic(const struct overlay_program *program, const struct group *group) {
    bool ok = true;
    struct path *path = xcalloc(1, sizeof *path);
    path->program = program;
    path->group = group;
    for (size_t i = 0; ok && i < group->count; i++) {
        const struct task *task = group->tasks[i];
        for (size_t k = 0; ok && k < task->dependency_count; k++) {
            enum order order = order_of_parent(task, &task->dependencies[k]);
            path->tasks[0] = task;
            if (order == ORDER_AFTER || order == ORDER_SAME)
                ok = !step_by_dependency(path, &task->dependencies[k]);
        }
    }
    free(path);
    return ok;
}
