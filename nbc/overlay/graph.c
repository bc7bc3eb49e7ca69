#include "nbc/overlay/graph.h"

#include "nbc/overlay/instances.h"
#include "nbc/overlay/print.h"
#include "support/array.h"

#include <stdio.h>
#include <stdlib.h>

static void add_node(struct graph *graph, char *label, const struct task *task) {
    *ARRAY_ADD(graph->nodes, graph->node_count) = (struct graph_node){label, task, 0};
}

static void add_edge(struct graph *graph, size_t parent, size_t child, char *label) {
    *ARRAY_ADD(graph->edges, graph->edge_count) = (struct graph_edge){parent, child, label};
}

/* Nodes come in the order in which they are enqueued. One that waits for a later one, which no
 * program without deadlocks has for long, does not move behind it. */
static void set_levels(struct graph *graph) {
    size_t next = 0;
    unsigned free_from[QUEUES] = {0};
    for (size_t i = 0; i < graph->node_count; i++) {
        struct graph_node *node = &graph->nodes[i];
        unsigned *from = &free_from[node->task->command->queue];
        node->level = *from;
        for (; next < graph->edge_count && graph->edges[next].child == i; next++) {
            size_t parent = graph->edges[next].parent;
            if (parent < i && graph->nodes[parent].level >= node->level)
                node->level = graph->nodes[parent].level + 1;
        }
        *from = node->level + 1;
        if (node->level >= graph->levels)
            graph->levels = node->level + 1;
    }
}

static void add_instances(struct graph *graph, const struct instances *instances) {
    for (size_t i = 0; i < instances->count; i++)
        add_node(graph, instances_name(instances, i), instances->items[i].task);
    for (size_t i = 0; i < instances->count; i++) {
        const struct task *task = instances->items[i].task;
        instances_enter(instances, i);
        for (size_t k = 0; k < task->dependency_count; k++) {
            int64_t parent = instances_parent(instances, &task->dependencies[k]);
            if (parent >= 0)
                add_edge(graph, (size_t)parent, i, NULL);
        }
    }
}

static char *head_of(const struct task *task) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    print_head(out, task);
    fclose(out);
    return text;
}

static char *dependency_text(const struct dependency *dependency) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    print_dependency(out, dependency);
    fclose(out);
    return text;
}

static size_t place_of(const struct group *group, const struct task *task) {
    size_t at = 0;
    while (group->tasks[at] != task)
        at++;
    return at;
}

static void add_tasks(struct graph *graph, const struct group *group) {
    for (size_t i = 0; i < group->count; i++)
        add_node(graph, head_of(group->tasks[i]), group->tasks[i]);
    for (size_t i = 0; i < group->count; i++)
        for (size_t k = 0; k < group->tasks[i]->dependency_count; k++) {
            const struct dependency *dependency = &group->tasks[i]->dependencies[k];
            add_edge(graph, place_of(group, dependency->parent), i, dependency_text(dependency));
        }
}

struct graph graph_of(const struct run *run) {
    struct graph graph = {.run = run};
    struct instances instances;
    graph.of_instances =
        instances_list(&instances, run) == INSTANCES_ALL && instances.count <= GRAPH_NODES;
    if (graph.of_instances)
        add_instances(&graph, &instances);
    else
        add_tasks(&graph, run->group);
    instances_free(&instances);
    set_levels(&graph);
    return graph;
}

void graph_free(struct graph *graph) {
    for (size_t i = 0; i < graph->node_count; i++)
        free(graph->nodes[i].label);
    for (size_t i = 0; i < graph->edge_count; i++)
        free(graph->edges[i].label);
    free(graph->nodes);
    free(graph->edges);
    *graph = (struct graph){0};
}
