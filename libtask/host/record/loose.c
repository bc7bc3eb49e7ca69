/* Graphs with some commands whose accesses change. */
#include "libtask/host/record/loose.h"

#include "libtask/host/deduce/conflicts.h"
#include "libtask/host/deduce/edges.h"
#include "libtask/host/memory.h"

#include <stdlib.h>
#include <string.h>

struct rest {
    atomic_uint references;
    struct graph graph;
    struct conflicts *conflicts;
};

static void rest_drop(struct rest *rest) {
    if (!rest || atomic_fetch_sub_explicit(&rest->references, 1, memory_order_acq_rel) != 1)
        return;
    graph_free(&rest->graph);
    conflicts_free(rest->conflicts);
    free(rest);
}

/* ---- which ---- */

static void forget(struct loose *loose) {
    rest_drop(loose->rest);
    loose->rest = NULL;
}

void loose_add(struct loose *loose, uint32_t number) {
    for (uint32_t i = 0; i < loose->count; i++)
        if (loose->numbers[i] == number)
            return;
    forget(loose);
    loose->too_many |= loose->count == LOOSE_MOST;
    if (loose->too_many)
        loose->count = 0;
    else
        loose->numbers[loose->count++] = number;
}

void loose_copy(struct loose *to, const struct loose *from) {
    *to = *from;
    if (to->rest)
        atomic_fetch_add_explicit(&to->rest->references, 1, memory_order_relaxed);
}

void loose_free(struct loose *loose) {
    forget(loose);
}

/* ---- all else ---- */

/* A launch's accesses are the program's variables, if it has some, and then its buffers. */
static uint32_t first_buffer(const struct command *launch) {
    return launch->launch.program->has_variables ? 1 : 0;
}

static struct ordered *list_ordered(struct command *const *commands, uint32_t count) {
    struct ordered *ordered = memory_get(count * sizeof *ordered);
    for (uint32_t i = 0; ordered && i < count; i++)
        ordered[i] = commands[i]->ordered;
    return ordered;
}

static struct rest *rest_new(const struct loose *loose, struct command *const *commands,
                             uint32_t count) {
    struct rest *rest = memory_zeroed(1, sizeof *rest);
    struct ordered *ordered = list_ordered(commands, count);
    if (rest)
        atomic_init(&rest->references, 1);
    for (uint32_t i = 0; ordered && i < loose->count; i++)
        ordered[loose->numbers[i]].access_count = first_buffer(commands[loose->numbers[i]]);
    bool ok = rest && ordered && graph_deduce(&rest->graph, ordered, count) &&
              (rest->conflicts = conflicts_new(ordered, count));
    free(ordered);
    if (ok)
        return rest;
    rest_drop(rest);
    return NULL;
}

/* ---- what is added ---- */

struct additions {
    struct edge *edges;
    size_t count, capacity, most;
    uint32_t command; /* whose conflicts they are */
    bool no_memory;
};

static bool add(void *context, uint32_t other) {
    struct additions *additions = context;
    uint32_t command = additions->command;
    if (other == command)
        return true;
    if (additions->count == additions->most)
        return false;
    additions->no_memory |= !memory_room((void **)&additions->edges, &additions->capacity,
                                         additions->count + 1, sizeof *additions->edges);
    if (additions->no_memory)
        return false;
    additions->edges[additions->count++] =
        other < command ? (struct edge){other, command} : (struct edge){command, other};
    return true;
}

static bool are_in_conflict(const struct command *a, const struct command *b) {
    for (uint32_t i = first_buffer(a); i < a->ordered.access_count; i++)
        for (uint32_t j = first_buffer(b); j < b->ordered.access_count; j++)
            if (conflicts_between(&a->ordered.accesses[i], &b->ordered.accesses[j]))
                return true;
    return false;
}

/* false: there is no memory, or there are more than is worth it. */
static bool add_all(struct additions *additions, const struct loose *loose,
                    struct command *const *commands) {
    for (uint32_t i = 0; i < loose->count; i++) {
        const struct command *command = commands[loose->numbers[i]];
        additions->command = loose->numbers[i];
        for (uint32_t j = first_buffer(command); j < command->ordered.access_count; j++)
            if (!conflicts_find(loose->rest->conflicts, &command->ordered.accesses[j], add,
                                additions))
                return false;
        for (uint32_t j = 0; j < i; j++)
            if (are_in_conflict(command, commands[loose->numbers[j]]) &&
                !add(additions, loose->numbers[j]))
                return false;
    }
    return true;
}

static bool deduce_anew(struct command *const *commands, uint32_t count, struct graph *graph) {
    struct ordered *ordered = list_ordered(commands, count);
    bool ok = ordered && graph_deduce(graph, ordered, count);
    free(ordered);
    return ok;
}

bool loose_deduce(struct loose *loose, struct command *const *commands, uint32_t count,
                  struct graph *graph) {
    if (!loose->count)
        return deduce_anew(commands, count, graph);
    if (!loose->rest && !(loose->rest = rest_new(loose, commands, count)))
        return false;
    /* Each is a pair: with many of them the joins of a new graph are less. */
    struct additions additions = {.most = (size_t)2 * count};
    bool ok = add_all(&additions, loose, commands);
    if (ok)
        ok = graph_with(graph, &loose->rest->graph, additions.edges, additions.count);
    else if (!additions.no_memory)
        ok = deduce_anew(commands, count, graph);
    free(additions.edges);
    return ok;
}
