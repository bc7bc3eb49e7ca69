/* Task graphs for Graphviz: a box for each queue, dotted arrows along it. */
#include "nbc/overlay/emit.h"

#include "nbc/overlay/graph.h"
#include "nbc/overlay/print.h"

#include <stdio.h>

static void print_queue(FILE *out, const struct graph *graph, size_t run, unsigned queue,
                        const char *function) {
    size_t last = graph->node_count;
    fprintf(out, "    subgraph cluster_%zu_%u {\n      label = \"queue %u: %s\";\n", run, queue,
            queue, function);
    for (size_t i = 0; i < graph->node_count; i++)
        if (graph->nodes[i].task->command->queue == queue)
            fprintf(out, "      n%zu_%zu [label = \"%s\"];\n", run, i, graph->nodes[i].label);
    fputs("    }\n", out);
    for (size_t i = 0; graph->of_instances && i < graph->node_count; i++) {
        if (graph->nodes[i].task->command->queue != queue)
            continue;
        if (last < graph->node_count)
            fprintf(out, "    n%zu_%zu -> n%zu_%zu [style = dotted];\n", run, last, run, i);
        last = i;
    }
}

static void print_graph(FILE *out, const struct graph *graph, size_t run) {
    const struct overlay *overlay = graph->run->group->tasks[0]->overlay;
    fprintf(out, "  subgraph cluster_%zu {\n    label = \"", run);
    print_realize(out, graph->run);
    fprintf(out, " on %s\";\n", overlay->name);
    for (unsigned i = 0; i < QUEUES; i++)
        if (overlay->queues[i])
            print_queue(out, graph, run, i, overlay->queues[i]->function);
    for (size_t i = 0; i < graph->edge_count; i++) {
        const struct graph_edge *edge = &graph->edges[i];
        fprintf(out, "    n%zu_%zu -> n%zu_%zu", run, edge->parent, run, edge->child);
        if (edge->label)
            fprintf(out, " [label = \"%s\"]", edge->label);
        fputs(";\n", out);
    }
    fputs("  }\n", out);
}

char *emit_dot(const struct overlay_program *program) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fputs("digraph overlay {\n  rankdir = LR;\n  node [shape = box];\n", out);
    for (size_t i = 0; i < program->run_count; i++) {
        struct graph graph = graph_of(&program->runs[i]);
        print_graph(out, &graph, i);
        graph_free(&graph);
    }
    fputs("}\n", out);
    fclose(out);
    return text;
}
