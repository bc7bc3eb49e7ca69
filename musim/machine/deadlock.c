/* The report when nothing can run, or nothing is to: who waits for what, what that lacks, and
 * cycles in it.
 *
 * Nodes are stalled warps and what they can wait for; an edge leads from a node to one that it
 * needs. What lacks participants or completions needs some warp that is stuck elsewhere; so a cycle
 * says something only of a cluster where all are stuck. */
#include "musim/machine/cluster.h"
#include "musim/machine/notes.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

enum node_kind { NODE_WARP, NODE_RUN, NODE_BARRIER, NODE_ROOM };

struct node {
    enum node_kind kind;
    const struct warp *warp;
    run_id run;
    bool live; /* a run with an entry, view */
    struct sb_entry_view view;
    unsigned barrier;
    enum { UNSEEN, ON_PATH, DONE } mark; /* of the search for a cycle */
};

struct graph {
    const struct cluster *cluster;
    struct notes *waits, *cycles; /* of all clusters */
    struct node *nodes;
    unsigned count;
};

static struct node *add_node(struct graph *graph, enum node_kind kind) {
    struct node *node = ARRAY_ADD(graph->nodes, graph->count);
    *node = (struct node){.kind = kind};
    return node;
}

static bool has_run(const struct graph *graph, run_id run) {
    for (unsigned i = 0; i < graph->count; i++)
        if (graph->nodes[i].kind == NODE_RUN && graph->nodes[i].run == run)
            return true;
    return false;
}

static void add_run(struct graph *graph, run_id run) {
    if (run && !has_run(graph, run))
        add_node(graph, NODE_RUN)->run = run;
}

static void add_warps(struct graph *graph) {
    const struct musim_config *shape = graph->cluster->config;
    for (unsigned c = 0; c < shape->cores; c++)
        for (unsigned w = 0; w < shape->warps; w++)
            if (graph->cluster->cores[c].warps[w].state != WARP_INACTIVE)
                add_node(graph, NODE_WARP)->warp = &graph->cluster->cores[c].warps[w];
}

static void add_runs(struct graph *graph) {
    struct scoreboard *sb = graph->cluster->scoreboard;
    struct sb_entry_view view;
    for (unsigned i = 0; scoreboard_view(sb, i, &view); i++) {
        struct node *node = add_node(graph, NODE_RUN);
        node->run = view.run;
        node->live = true;
        node->view = view;
    }
    for (unsigned i = 0; scoreboard_view(sb, i, &view); i++)
        for (unsigned d = 0; d < 3; d++)
            if (!scoreboard_dependency_satisfied(sb, view.invoke.deps[d]))
                add_run(graph, view.invoke.deps[d]);
}

static void add_barriers(struct graph *graph) {
    for (unsigned i = 0; i < BARRIERS; i++)
        if (graph->cluster->barriers[i].arrived)
            add_node(graph, NODE_BARRIER)->barrier = i;
    add_node(graph, NODE_ROOM);
}

/* ---- edges ---- */

static bool lacks_arrivals(const struct node *run) {
    return run->view.arrived < run->view.invoke.n;
}

static bool lacks_completions(const struct node *run) {
    return run->view.issued && run->view.invoke.retire == MUON_RETIRE_MANUAL;
}

static bool depends_on(const struct graph *graph, const struct node *run, run_id other) {
    for (unsigned d = 0; d < 3; d++)
        if (run->view.invoke.deps[d] == other &&
            !scoreboard_dependency_satisfied(graph->cluster->scoreboard, other))
            return true;
    return false;
}

static bool waits_for(const struct warp *warp, const struct node *thing) {
    switch (warp->state) {
    case WARP_WAIT_RUN: return thing->kind == NODE_RUN && thing->run == warp->waits_for;
    case WARP_WAIT_BARRIER: return thing->kind == NODE_BARRIER && thing->barrier == warp->barrier;
    case WARP_WAIT_ROOM: return thing->kind == NODE_ROOM;
    default: return false;
    }
}

static bool needs(const struct graph *graph, const struct node *a, const struct node *b) {
    bool b_is_stuck_elsewhere = b->kind == NODE_WARP && !waits_for(b->warp, a);
    switch (a->kind) {
    case NODE_WARP: return waits_for(a->warp, b);
    case NODE_RUN:
        if (a->live && b->kind == NODE_RUN)
            return depends_on(graph, a, b->run);
        return b_is_stuck_elsewhere && (!a->live || lacks_arrivals(a) || lacks_completions(a));
    case NODE_BARRIER: return b_is_stuck_elsewhere;
    default: return b->kind == NODE_RUN && b->live;
    }
}

/* ---- text ---- */

static char *node_name(const struct graph *graph, const struct node *node) {
    switch (node->kind) {
    case NODE_WARP: return xasprintf("core %u warp %u", node->warp->core->index, node->warp->index);
    case NODE_RUN: return report_run_name(graph->cluster->program, node->run);
    case NODE_BARRIER: return xasprintf("barrier %u", node->barrier);
    default: return xstrdup("room in the scoreboard");
    }
}

static const char *unit(unsigned part, unsigned n) {
    static const char *const units[][2] = {
        {"thread", "threads"}, {"warp", "warps"}, {"core", "cores"}};
    return units[part % 3][n != 1];
}

static void print_dependencies(const struct graph *graph, const struct node *node, FILE *out) {
    for (unsigned i = 0; i < graph->count; i++) {
        const struct node *other = &graph->nodes[i];
        if (other->kind != NODE_RUN || !depends_on(graph, node, other->run))
            continue;
        char *name = node_name(graph, other);
        fprintf(out, "; it depends on %s, which %s", name,
                other->live ? "has not retired" : "has not been invoked");
        free(name);
    }
}

/* A run that something waits for has been invoked, but for those that others depend on. */
static void print_run(const struct graph *graph, const struct node *node, FILE *out) {
    const struct sb_entry_view *view = &node->view;
    if (!view->issued) {
        fprintf(out, "%u of %u %s arrived", view->arrived, view->invoke.n,
                unit(view->invoke.part, view->invoke.n));
        print_dependencies(graph, node, out);
    } else if (view->invoke.retire == MUON_RETIRE_SIGNAL) {
        fputs("its signal has not come", out);
    } else if (view->completed) {
        fprintf(out, "%u of %u %s completed it", view->completed, view->complete_n,
                unit(view->complete_part, view->complete_n));
    } else {
        fputs("nobody has completed it", out);
    }
}

static unsigned ended_warps(const struct graph *graph) {
    const struct musim_config *shape = graph->cluster->config;
    unsigned ended = shape->cores * shape->warps;
    for (unsigned i = 0; i < graph->count; i++)
        ended -= graph->nodes[i].kind == NODE_WARP;
    return ended;
}

static void print_barrier(const struct graph *graph, const struct barrier *barrier, FILE *out) {
    const struct group_barriers *of_groups = &graph->cluster->program->group_barriers;
    fprintf(out, "%u of %u %s arrived", barrier->arrived, barrier->count,
            unit(MUON_PART_WARPS, barrier->count));
    /* All of a work-group must come; who comes to another barrier may be anybody. */
    unsigned ended = group_barrier_at(of_groups, barrier->first_pc) ? ended_warps(graph) : 0;
    if (ended)
        fprintf(out, ", and %u of the cluster %s ended", ended, ended == 1 ? "has" : "have");
}

/* What a node other than a warp lacks; the caller frees it. */
static char *lack(const struct graph *graph, const struct node *node) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    const struct barrier *barrier = &graph->cluster->barriers[node->barrier];
    if (node->kind == NODE_RUN)
        print_run(graph, node, out);
    else if (node->kind == NODE_BARRIER)
        print_barrier(graph, barrier, out);
    else
        fprintf(out, "all %u entries are live", scoreboard_live(graph->cluster->scoreboard));
    fclose(out);
    return text;
}

static void note_warp(const struct graph *graph, const struct node *node) {
    static const char *const waits[] = {"waits for", "wait for"};
    const struct warp *warp = node->warp;
    for (unsigned i = 0; i < graph->count; i++) {
        const struct node *thing = &graph->nodes[i];
        if (!waits_for(warp, thing))
            continue;
        char *name = thing->run ? NULL : node_name(graph, thing), *what = lack(graph, thing);
        notes_add(graph->waits, &(struct note){.warp = warp,
                                               .pc = warp_place(warp),
                                               .does = waits,
                                               .run = thing->run,
                                               .thing = name,
                                               .lacks = what});
        free(name);
        free(what);
    }
}

static bool is_waited_for(const struct graph *graph, const struct node *thing) {
    for (unsigned i = 0; i < graph->count; i++)
        if (graph->nodes[i].kind == NODE_WARP && waits_for(graph->nodes[i].warp, thing))
            return true;
    return false;
}

/* Runs that only other runs wait for. */
static void note_remaining_runs(const struct graph *graph) {
    for (unsigned i = 0; i < graph->count; i++) {
        const struct node *node = &graph->nodes[i];
        if (node->kind != NODE_RUN || !node->live || is_waited_for(graph, node))
            continue;
        char *what = lack(graph, node);
        notes_add(graph->waits,
                  &(struct note){.pc = node->view.pc, .run = node->run, .lacks = what});
        free(what);
    }
}

/* ---- cycle ---- */

/* Depth-first; path holds the nodes from the root. Returns the length of a cycle at path's end, 0
 * if this node leads to none. A run that depends on itself is a cycle before any other. */
static unsigned find_cycle(struct graph *graph, unsigned at, unsigned *path, unsigned depth) {
    graph->nodes[at].mark = ON_PATH;
    path[depth] = at;
    if (needs(graph, &graph->nodes[at], &graph->nodes[at])) {
        path[0] = at;
        return 1;
    }
    for (unsigned next = 0; next < graph->count; next++) {
        if (graph->nodes[next].mark == DONE ||
            !needs(graph, &graph->nodes[at], &graph->nodes[next]))
            continue;
        if (graph->nodes[next].mark == ON_PATH) {
            unsigned start = depth;
            while (path[start] != next)
                start--;
            memmove(path, path + start, (depth - start + 1) * sizeof *path);
            return depth - start + 1;
        }
        unsigned length = find_cycle(graph, next, path, depth + 1);
        if (length)
            return length;
    }
    graph->nodes[at].mark = DONE;
    return 0;
}

static void note_cycle(const struct graph *graph, const unsigned *path, unsigned length) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    for (unsigned i = 0; i <= length; i++) {
        char *name = node_name(graph, &graph->nodes[path[i % length]]);
        fprintf(out, "%s%s", i ? " → " : "", name);
        free(name);
    }
    fclose(out);
    notes_add(graph->cycles,
              &(struct note){.thing = "a cycle of what waits for what", .lacks = text});
    free(text);
}

/* Cycles that have no node in common: after each the search goes on without its nodes. */
static void note_cycles(struct graph *graph) {
    unsigned *path = xcalloc(graph->count + 1, sizeof *path), length;
    for (unsigned root = 0; root < graph->count; root++) {
        while (graph->nodes[root].mark == UNSEEN &&
               (length = find_cycle(graph, root, path, 0)) > 0) {
            note_cycle(graph, path, length);
            for (unsigned i = 0; i < graph->count; i++)
                if (graph->nodes[i].mark == ON_PATH)
                    graph->nodes[i].mark = UNSEEN;
            for (unsigned i = 0; i < length; i++)
                graph->nodes[path[i]].mark = DONE;
        }
    }
    free(path);
}

/* ---- the report ---- */

static void note_waits(const struct cluster *cluster, struct notes *waits, struct notes *cycles) {
    struct graph graph = {.cluster = cluster, .waits = waits, .cycles = cycles};
    add_warps(&graph);
    unsigned warps = graph.count;
    add_runs(&graph);
    for (unsigned i = 0; i < warps; i++)
        if (graph.nodes[i].warp->state == WARP_WAIT_RUN)
            add_run(&graph, graph.nodes[i].warp->waits_for);
    add_barriers(&graph);
    for (unsigned i = 0; i < warps; i++)
        note_warp(&graph, &graph.nodes[i]);
    if (warps)
        note_remaining_runs(&graph);
    if (warps && cluster->ended)
        note_cycles(&graph);
    free(graph.nodes);
}

void report_waits(struct report *report, const struct cluster *clusters, unsigned count) {
    enum { MOST_WAITS = 32, MOST_CYCLES = 8 };
    struct notes waits = {.program = report->program}, cycles = waits;
    for (unsigned i = 0; i < count; i++)
        note_waits(&clusters[i], &waits, &cycles);
    notes_report(&waits, MOST_WAITS, report);
    notes_report(&cycles, MOST_CYCLES, report);
    notes_free(&waits);
    notes_free(&cycles);
}
