/* Tasks that access the same elements, one of them writing, though nothing orders them. */
#include "nbc/overlay/views.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

/* With more instances the first ones are looked at: what is found there is there. */
enum { INSTANCES_COMPARED = 2000 };

struct access {
    uint32_t instance;
    const struct argument *argument;
    struct view_value view;
    bool writes;
};

struct comparison {
    const struct overlay_program *program;
    const struct instances *instances;
    size_t count, words;
    uint64_t *before;  /* for each instance the set of those that are finished when it begins */
    int64_t *previous; /* in its queue; or -1 */
    enum { NEW, BEGUN, ORDERED } * states;
    struct access *accesses;
    size_t access_count;
};

static bool is_before(const struct comparison *comparison, size_t a, size_t b) {
    return comparison->before[b * comparison->words + a / 64] >> (a % 64) & 1;
}

static void put_before(struct comparison *comparison, size_t earlier, size_t instance) {
    uint64_t *set = &comparison->before[instance * comparison->words];
    const uint64_t *more = &comparison->before[earlier * comparison->words];
    for (size_t i = 0; i < comparison->words; i++)
        set[i] |= more[i];
    set[earlier / 64] |= UINT64_C(1) << (earlier % 64);
}

/* Of an instance and of all that it waits for. False if these are not known, or wait for each
 * other. */
static bool order_instance(struct comparison *comparison, size_t index) {
    const struct task *task = comparison->instances->items[index].task;
    if (comparison->states[index])
        return comparison->states[index] == ORDERED;
    comparison->states[index] = BEGUN;
    int64_t *parents = xcalloc(task->dependency_count + 1, sizeof *parents);
    parents[0] = comparison->previous[index];
    instances_enter(comparison->instances, index);
    for (size_t i = 0; i < task->dependency_count; i++)
        parents[i + 1] = instances_parent(comparison->instances, &task->dependencies[i]);
    bool ordered = true;
    for (size_t i = 0; ordered && i <= task->dependency_count; i++) {
        if (parents[i] == PARENT_UNKNOWN || parents[i] >= (int64_t)comparison->count)
            ordered = false;
        if (!ordered || parents[i] < 0)
            continue;
        ordered = order_instance(comparison, (size_t)parents[i]);
        put_before(comparison, (size_t)parents[i], index);
    }
    free(parents);
    comparison->states[index] = ordered ? ORDERED : BEGUN;
    return ordered;
}

static bool order_instances(struct comparison *comparison) {
    int64_t last_of_queue[QUEUES];
    memset(last_of_queue, -1, sizeof last_of_queue);
    for (size_t i = 0; i < comparison->count; i++) {
        int64_t *last = &last_of_queue[comparison->instances->items[i].task->command->queue];
        comparison->previous[i] = *last;
        *last = (int64_t)i;
    }
    for (size_t i = 0; i < comparison->count; i++)
        if (!order_instance(comparison, i))
            return false;
    return true;
}

static void list_accesses(struct comparison *comparison, size_t index) {
    instances_enter(comparison->instances, index);
    const struct task *task = comparison->instances->items[index].task;
    for (size_t i = 0; i < task->argument_count; i++) {
        struct access access = {.instance = (uint32_t)index, .argument = &task->arguments[i]};
        const char *fault;
        int64_t at;
        if (access.argument->kind != ARGUMENT_VIEW ||
            instances_view(access.argument, &access.view, &fault, &at) != VALUE_KNOWN)
            continue;
        access.writes = task->command->parameters[i].direction > DIRECTION_IN;
        *ARRAY_ADD(comparison->accesses, comparison->access_count) = access;
    }
}

static void warn(const struct comparison *comparison, const struct access *a,
                 const struct access *b) {
    const struct instances *instances = comparison->instances;
    char *first = instances_name(instances, a->instance);
    char *second = instances_name(instances, b->instance);
    diag_raise(comparison->program->source->diag, DIAG_OVERLAY_RACE,
               overlay_place(comparison->program->source, b->argument->span),
               "nothing orders %s and %s, which %s the same elements of '%s'", first, second,
               a->writes && b->writes ? "both write"
               : a->writes            ? "write and read"
                                      : "read and write",
               a->argument->buffer->name);
    overlay_note(comparison->program->source, a->argument->span, "the other one is this");
    free(first);
    free(second);
}

/* Each pair of arguments is told once. */
static bool is_told(const struct argument *(*told)[2], size_t count, const struct access *a,
                    const struct access *b) {
    for (size_t i = 0; i < count; i++)
        if ((told[i][0] == a->argument && told[i][1] == b->argument) ||
            (told[i][1] == a->argument && told[i][0] == b->argument))
            return true;
    return false;
}

static void compare_accesses(const struct comparison *comparison) {
    enum { MOST = 8 };
    const struct argument *told[MOST][2];
    size_t count = 0;
    for (size_t i = 0; i < comparison->access_count; i++)
        for (size_t k = 0; k < i && count < MOST; k++) {
            const struct access *a = &comparison->accesses[k], *b = &comparison->accesses[i];
            if ((!a->writes && !b->writes) || a->argument->buffer != b->argument->buffer ||
                a->instance == b->instance || is_before(comparison, a->instance, b->instance) ||
                is_before(comparison, b->instance, a->instance) ||
                !views_overlap(a->argument, &a->view, b->argument, &b->view) ||
                is_told(told, count, a, b))
                continue;
            warn(comparison, a, b);
            told[count][0] = a->argument;
            told[count++][1] = b->argument;
        }
}

void views_check_races(const struct overlay_program *program, const struct instances *instances) {
    struct comparison comparison = {.program = program, .instances = instances};
    comparison.count =
        instances->count < INSTANCES_COMPARED ? instances->count : INSTANCES_COMPARED;
    comparison.words = comparison.count / 64 + 1;
    comparison.before = xcalloc(comparison.count * comparison.words + 1, sizeof(uint64_t));
    comparison.previous = xcalloc(comparison.count + 1, sizeof *comparison.previous);
    comparison.states = xcalloc(comparison.count + 1, sizeof *comparison.states);
    if (order_instances(&comparison)) {
        for (size_t i = 0; i < comparison.count; i++)
            list_accesses(&comparison, i);
        compare_accesses(&comparison);
    }
    free(comparison.accesses);
    free(comparison.before);
    free(comparison.previous);
    free(comparison.states);
}
