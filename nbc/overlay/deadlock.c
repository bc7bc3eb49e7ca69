#include "nbc/overlay/deadlock.h"

#include "nbc/overlay/order.h"
#include "support/array.h"

#include <stdlib.h>
#include <string.h>

bool deadlock_impossible(const struct group *group) {
    for (size_t i = 0; i < group->count; i++)
        for (size_t k = 0; k < group->tasks[i]->dependency_count; k++)
            if (order_of_parent(group->tasks[i], &group->tasks[i]->dependencies[k]) != ORDER_BEFORE)
                return false;
    return true;
}

/* ---- execution of all instances ---- */

/* From who waits to whom it waits for; no dependency: the one before in the queue. */
struct edge {
    uint32_t child, parent;
    const struct dependency *dependency;
};

struct execution {
    const struct instances *instances;
    struct edge *edges; /* in the order of the children */
    size_t edge_count;
    size_t *first;       /* edges of a child begin here */
    uint32_t *followers; /* edges by parent */
    size_t *first_follower;
    uint32_t *missing; /* parents that are not done */
    bool *done;
    size_t enqueued; /* instances before this one */
};

static void add_edges(struct execution *execution, uint32_t child, int64_t *last_of_queue) {
    const struct instances *instances = execution->instances;
    const struct task *task = instances->items[child].task;
    instances_enter(instances, child);
    for (size_t i = 0; i < task->dependency_count; i++) {
        int64_t parent = instances_parent(instances, &task->dependencies[i]);
        if (parent >= 0)
            *ARRAY_ADD(execution->edges, execution->edge_count) =
                (struct edge){child, (uint32_t)parent, &task->dependencies[i]};
    }
    int64_t *last = &last_of_queue[task->command->queue];
    if (*last >= 0)
        *ARRAY_ADD(execution->edges, execution->edge_count) =
            (struct edge){child, (uint32_t)*last, NULL};
    *last = child;
}

static void list_edges(struct execution *execution) {
    size_t count = execution->instances->count;
    int64_t last_of_queue[QUEUES];
    memset(last_of_queue, -1, sizeof last_of_queue);
    execution->first = xcalloc(count + 1, sizeof *execution->first);
    execution->first_follower = xcalloc(count + 2, sizeof *execution->first_follower);
    for (uint32_t i = 0; i < count; i++) {
        execution->first[i] = execution->edge_count;
        add_edges(execution, i, last_of_queue);
    }
    execution->first[count] = execution->edge_count;
    execution->followers = xcalloc(execution->edge_count + 1, sizeof *execution->followers);
    size_t *first = execution->first_follower;
    for (size_t i = 0; i < execution->edge_count; i++)
        first[execution->edges[i].parent + 2]++;
    for (size_t i = 2; i < count + 2; i++)
        first[i] += first[i - 1];
    for (size_t i = 0; i < execution->edge_count; i++)
        execution->followers[first[execution->edges[i].parent + 1]++] = execution->edges[i].child;
}

/* Goes on as long as it can; false if some are left. */
static bool execute(struct execution *execution, size_t slots) {
    size_t count = execution->instances->count, ready_count = 0, free_slots = slots, finished = 0;
    uint32_t *ready = xcalloc(count + 1, sizeof *ready);
    execution->enqueued = 0;
    for (size_t i = 0; i < count; i++) {
        execution->done[i] = false;
        execution->missing[i] = (uint32_t)(execution->first[i + 1] - execution->first[i]);
    }
    for (;;) {
        while (free_slots && execution->enqueued < count) {
            free_slots--;
            if (!execution->missing[execution->enqueued++])
                ready[ready_count++] = (uint32_t)execution->enqueued - 1;
        }
        if (!ready_count)
            break;
        uint32_t now = ready[--ready_count];
        execution->done[now] = true;
        finished++;
        free_slots++;
        for (size_t i = execution->first_follower[now]; i < execution->first_follower[now + 1];
             i++) {
            uint32_t follower = execution->followers[i];
            if (!--execution->missing[follower] && follower < execution->enqueued)
                ready[ready_count++] = follower;
        }
    }
    free(ready);
    return finished == count;
}

/* Of an instance that is left: the first of those that it waits for, parents before its queue. */
static const struct edge *blocking_edge(const struct execution *execution, uint32_t child) {
    for (size_t i = execution->first[child]; i < execution->first[child + 1]; i++)
        if (!execution->done[execution->edges[i].parent])
            return &execution->edges[i];
    return NULL;
}

static uint32_t first_blocked(const struct execution *execution) {
    uint32_t first = 0;
    while (execution->done[first])
        first++;
    return first;
}

/* ---- cycles ---- */

struct cycle {
    const struct edge **edges; /* each begins where the one before ends */
    size_t count;
};

static struct cycle find_cycle(const struct execution *execution) {
    size_t count = execution->instances->count;
    uint32_t *at = xcalloc(count, sizeof *at); /* the step in which it was reached, and 1 */
    struct cycle walk = {0};
    uint32_t now = first_blocked(execution);
    while (!at[now]) {
        const struct edge *edge = blocking_edge(execution, now);
        at[now] = (uint32_t)walk.count + 1;
        *ARRAY_ADD(walk.edges, walk.count) = edge;
        now = edge->parent;
    }
    size_t begin = at[now] - 1, first = begin;
    for (size_t i = begin; i < walk.count; i++)
        if (walk.edges[i]->child < walk.edges[first]->child)
            first = i;
    struct cycle cycle = {0};
    for (size_t i = 0; i < walk.count - begin; i++)
        *ARRAY_ADD(cycle.edges, cycle.count) =
            walk.edges[begin + (first - begin + i) % (walk.count - begin)];
    free(walk.edges);
    free(at);
    return cycle;
}

/* Whether what the cycle says of these instances holds for all of the tasks' whose distances from
 * each other are the same. */
static bool is_uniform(const struct execution *execution, const struct cycle *cycle) {
    const struct task *first = execution->instances->items[cycle->edges[0]->child].task;
    int64_t distance;
    for (size_t i = 0; i < cycle->count; i++) {
        const struct task *task = execution->instances->items[cycle->edges[i]->child].task;
        if (task->depth != first->depth || order_common(task, first) != first->depth)
            return false;
    }
    for (size_t i = 0; i < cycle->count; i++) {
        const struct edge *edge = cycle->edges[i];
        const struct task *task = execution->instances->items[edge->child].task;
        if (edge->dependency && edge->dependency->condition_count)
            return false;
        for (size_t k = 0; edge->dependency && k < task->depth; k++)
            if (!order_distance(task, edge->dependency, k, &distance))
                return false;
    }
    return true;
}

/* "Task1(i, j + 1)": an instance by its distance from another one with the same variables. */
static void print_relative(FILE *out, const struct instances *instances, uint32_t index,
                           uint32_t base) {
    const struct task *task = instances->items[index].task;
    const int64_t *at = &instances->values[instances->items[index].values];
    const int64_t *from = &instances->values[instances->items[base].values];
    fprintf(out, "%s(", task->name);
    for (size_t i = 0; i < task->depth; i++) {
        unsigned loop = task->order[i];
        int64_t offset = at[loop] - from[loop];
        fprintf(out, "%s%s", i ? ", " : "", task->loops[loop]->variable.name);
        if (offset)
            fprintf(out, " %c %lld", offset < 0 ? '-' : '+', llabs((long long)offset));
    }
    fputc(')', out);
}

/* One instance; if relative, by its distance from the base. */
static char *name_in(const struct execution *execution, uint32_t index, uint32_t base,
                     bool relative) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (relative)
        print_relative(out, execution->instances, index, base);
    else
        instances_print(out, execution->instances, index);
    fclose(out);
    return text;
}

/* Long ones are cut in the middle. */
static char *cycle_text(const struct execution *execution, const struct cycle *cycle,
                        bool relative) {
    enum { MOST = 8 };
    char *text = NULL;
    size_t size;
    uint32_t base = cycle->edges[0]->child;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; i <= cycle->count; i++) {
        if (i == MOST && cycle->count > MOST + 1) {
            fputs(" -> ...", out);
            i = cycle->count - 1;
            continue;
        }
        uint32_t index = i < cycle->count ? cycle->edges[i]->child : base;
        char *name = name_in(execution, index, base, relative);
        fprintf(out, "%s%s", i ? " -> " : "", name);
        free(name);
    }
    fclose(out);
    return text;
}

static size_t dependencies_in(const struct cycle *cycle, const struct edge **first) {
    size_t count = 0;
    for (size_t i = 0; i < cycle->count; i++)
        if (cycle->edges[i]->dependency && !count++)
            *first = cycle->edges[i];
    return count;
}

/* A cycle of one dependency is a parent that stands behind its child, or is it. */
static void report_behind(const struct overlay_program *program, const struct execution *execution,
                          const struct cycle *cycle, const struct edge *edge, bool relative) {
    struct diag_engine *diag = program->source->diag;
    struct diag_location where = overlay_place(program->source, edge->dependency->span);
    uint32_t base = cycle->edges[0]->child;
    const struct task *task = execution->instances->items[edge->child].task;
    char *child = name_in(execution, edge->child, base, relative);
    char *parent = name_in(execution, edge->parent, base, relative);
    if (edge->child == edge->parent)
        diag_raise(diag, DIAG_OVERLAY_CYCLE, where, "%s depends on itself", child);
    else
        diag_raise(diag, DIAG_OVERLAY_CYCLE, where,
                   "%s waits for %s, which is behind it in queue %u; legal only if queues may "
                   "overtake",
                   child, parent, task->command->queue);
    free(child);
    free(parent);
}

static void note_edge(const struct overlay_program *program, const struct execution *execution,
                      const struct edge *edge) {
    const struct task *task = execution->instances->items[edge->child].task;
    char *child = instances_name(execution->instances, edge->child);
    char *parent = instances_name(execution->instances, edge->parent);
    if (edge->dependency)
        overlay_note(program->source, edge->dependency->span, "%s waits for %s here", child,
                     parent);
    else
        overlay_note(program->source, task->span, "%s is behind %s in queue %u", child, parent,
                     task->command->queue);
    free(child);
    free(parent);
}

static void report_cycle(const struct overlay_program *program, const struct execution *execution) {
    enum { NOTES = 8 };
    struct cycle cycle = find_cycle(execution);
    const struct edge *edge = NULL; /* the first dependency */
    size_t dependencies = dependencies_in(&cycle, &edge);
    bool relative = is_uniform(execution, &cycle);
    char *text = cycle_text(execution, &cycle, relative);
    if (dependencies == 1)
        report_behind(program, execution, &cycle, edge, relative);
    else
        diag_raise(program->source->diag, DIAG_OVERLAY_CYCLE,
                   overlay_place(program->source, edge->dependency->span),
                   "tasks wait for each other: %s", text);
    for (size_t i = 0, told = 0; i < cycle.count && told < NOTES; i++)
        if (cycle.edges[i]->dependency || dependencies > 1) {
            note_edge(program, execution, cycle.edges[i]);
            told++;
        }
    free(text);
    text = cycle_text(execution, &cycle, false);
    overlay_note(program->source, execution->instances->run->span, "cycle: %s", text);
    free(text);
    free(cycle.edges);
}

/* ---- slots ---- */

static void report_slots(const struct overlay_program *program, const struct execution *execution,
                         size_t slots) {
    enum { MOST = 16 };
    const struct instances *instances = execution->instances;
    const struct edge *edge = blocking_edge(execution, first_blocked(execution));
    while (edge->parent < execution->enqueued)
        edge = blocking_edge(execution, edge->parent);
    char *child = instances_name(instances, edge->child);
    char *parent = instances_name(instances, edge->parent), *blocked = NULL;
    size_t size, told = 0;
    diag_raise(program->source->diag, DIAG_OVERLAY_SLOTS,
               overlay_place(program->source, edge->dependency->span),
               "with %zu slots %s waits for %s, which cannot be enqueued: all slots wait", slots,
               child, parent);
    FILE *out = open_memstream(&blocked, &size);
    for (size_t i = 0; i < execution->enqueued; i++)
        if (!execution->done[i] && told++ < MOST) {
            fputs(told > 1 ? ", " : "", out);
            instances_print(out, instances, i);
        }
    fputs(told > MOST ? ", ..." : "", out);
    fclose(out);
    overlay_note(program->source, instances->run->span, "blocked: %s", blocked);
    free(blocked);
    free(child);
    free(parent);
}

bool deadlock_check(const struct overlay_program *program, const struct instances *instances) {
    struct execution execution = {.instances = instances};
    size_t slots = instances->run->group->tasks[0]->overlay->slots;
    execution.done = xcalloc(instances->count + 1, sizeof *execution.done);
    execution.missing = xcalloc(instances->count + 1, sizeof *execution.missing);
    list_edges(&execution);
    bool ok = execute(&execution, slots);
    if (!ok) {
        if (execute(&execution, instances->count + 1)) {
            execute(&execution, slots);
            report_slots(program, &execution, slots);
        } else {
            report_cycle(program, &execution);
        }
    }
    free(execution.edges);
    free(execution.first);
    free(execution.followers);
    free(execution.first_follower);
    free(execution.missing);
    free(execution.done);
    return ok;
}
