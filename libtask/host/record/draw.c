/* Graphs of recordings as text for Graphviz. */
#include "libtask/host/record/buffer.h"

#include <inttypes.h>

static void draw_node(const struct recording *recording, uint32_t node, FILE *stream) {
    static const char *const names[] = {
        [COMMAND_WRITE] = "write", [COMMAND_READ] = "read",         [COMMAND_COPY] = "copy",
        [COMMAND_FILL] = "fill",   [COMMAND_CALLBACK] = "callback", [COMMAND_BARRIER] = "barrier",
    };
    if (node >= recording->count) {
        fprintf(stream, "  n%" PRIu32 " [shape=point];\n", node);
        return;
    }
    const struct command *command = recording->commands[node];
    fprintf(stream, "  n%" PRIu32 " [label=\"%" PRIu32 ": %s\"];\n", node, node,
            command->kind == COMMAND_LAUNCH ? command->launch.kernel->name : names[command->kind]);
}

/* Units of the host are of one command each, and have no frame. */
static void draw_units(const struct recording *recording, FILE *stream) {
    const struct pieces *pieces = &recording->plan->pieces;
    for (uint32_t unit = 0; unit < pieces->graph.nodes; unit++) {
        bool is_piece = unit >= pieces->host_units;
        if (is_piece)
            fprintf(stream, "  subgraph cluster_%" PRIu32 " {\n", unit - pieces->host_units);
        for (uint32_t i = pieces->first[unit]; i < pieces->first[unit + 1]; i++)
            draw_node(recording, pieces->nodes[i], stream);
        if (is_piece)
            fprintf(stream, "  }\n");
    }
}

void recording_draw(const struct recording *recording, FILE *stream) {
    const struct graph *graph = &recording->plan->graph;
    fprintf(stream, "digraph commands {\n");
    if (recording->plan->is_cut)
        draw_units(recording, stream);
    else
        for (uint32_t node = 0; node < graph->nodes; node++)
            draw_node(recording, node, stream);
    for (uint32_t node = 0; node < graph->nodes; node++)
        for (uint32_t i = graph->first[node]; i < graph->first[node + 1]; i++)
            fprintf(stream, "  n%" PRIu32 " -> n%" PRIu32 ";\n", node, graph->successors[i]);
    fprintf(stream, "}\n");
}
