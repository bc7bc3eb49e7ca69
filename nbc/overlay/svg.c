/* Task graphs as pictures: a row for each queue, a column for each step in which all could go on
 * that have what they wait for. */
#include "nbc/overlay/emit.h"

#include "nbc/overlay/graph.h"
#include "nbc/overlay/print.h"
#include "support/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LETTER = 7,  /* the width of one, and then some */
    MARGIN = 16, /* around all, and in boxes */
    HEIGHT = 26, /* of a box */
    ROW = 64,    /* from queue to queue */
    GAP = 34,    /* between boxes of a row */
    TITLE = 30,  /* the line above a graph */
};

struct drawing {
    FILE *out;
    const struct graph *graph;
    int rows[QUEUES]; /* the row of each queue */
    int row_count;
    int left; /* of the first column: right of the queues' names */
    int box, top;
};

/* What XML has a meaning for. */
static void print_text(FILE *out, const char *text) {
    for (; *text; text++) {
        if (*text == '<')
            fputs("&lt;", out);
        else if (*text == '>')
            fputs("&gt;", out);
        else if (*text == '&')
            fputs("&amp;", out);
        else
            fputc(*text, out);
    }
}

static int x_of(const struct drawing *drawing, const struct graph_node *node) {
    return drawing->left + (int)node->level * (drawing->box + GAP);
}

static int y_of(const struct drawing *drawing, const struct graph_node *node) {
    return drawing->top + TITLE + drawing->rows[node->task->command->queue] * ROW;
}

static void print_node(const struct drawing *drawing, const struct graph_node *node) {
    int x = x_of(drawing, node), y = y_of(drawing, node);
    fprintf(drawing->out,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" class=\"task\"/>\n"
            "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">",
            x, y, drawing->box, HEIGHT, x + drawing->box / 2, y + HEIGHT - 8);
    print_text(drawing->out, node->label);
    fputs("</text>\n", drawing->out);
}

/* From the right side of the parent to the left one of the child; along a row below the boxes. */
static void print_edge(const struct drawing *drawing, const struct graph_edge *edge) {
    const struct graph_node *parent = &drawing->graph->nodes[edge->parent];
    const struct graph_node *child = &drawing->graph->nodes[edge->child];
    int x = x_of(drawing, parent) + drawing->box, y = y_of(drawing, parent) + HEIGHT / 2;
    int to_x = x_of(drawing, child), to_y = y_of(drawing, child) + HEIGHT / 2;
    int bend = y == to_y && child->level != parent->level + 1 ? HEIGHT + 4 : 0;
    fprintf(drawing->out,
            "<path d=\"M %d %d C %d %d, %d %d, %d %d\" class=\"edge\" marker-end=\"url(#arrow)\">",
            x, y, x + GAP, y + bend, to_x - GAP, to_y + bend, to_x, to_y);
    fputs("<title>", drawing->out);
    print_text(drawing->out, parent->label);
    fputs(" -> ", drawing->out);
    print_text(drawing->out, child->label);
    if (edge->label) {
        fputs(": ", drawing->out);
        print_text(drawing->out, edge->label);
    }
    fputs("</title></path>\n", drawing->out);
}

static void print_rows(const struct drawing *drawing) {
    const struct overlay *overlay = drawing->graph->run->group->tasks[0]->overlay;
    for (unsigned i = 0; i < QUEUES; i++)
        if (overlay->queues[i])
            fprintf(drawing->out, "<text x=\"%d\" y=\"%d\" class=\"queue\">queue %u: %s</text>\n",
                    MARGIN, drawing->top + TITLE + drawing->rows[i] * ROW + HEIGHT - 8, i,
                    overlay->queues[i]->function);
}

static void print_title(const struct drawing *drawing) {
    char *title = NULL;
    size_t size;
    FILE *out = open_memstream(&title, &size);
    print_realize(out, drawing->graph->run);
    fclose(out);
    fprintf(drawing->out, "<text x=\"%d\" y=\"%d\" class=\"title\">", MARGIN, drawing->top + 14);
    print_text(drawing->out, title);
    fputs("</text>\n", drawing->out);
    free(title);
}

static void measure(struct drawing *drawing) {
    const struct overlay *overlay = drawing->graph->run->group->tasks[0]->overlay;
    size_t longest = 0, name = 0;
    for (unsigned i = 0; i < QUEUES; i++) {
        if (!overlay->queues[i])
            continue;
        drawing->rows[i] = drawing->row_count++;
        size_t length = strlen(overlay->queues[i]->function) + strlen("queue 00: ");
        name = length > name ? length : name;
    }
    for (size_t i = 0; i < drawing->graph->node_count; i++) {
        size_t length = strlen(drawing->graph->nodes[i].label);
        longest = length > longest ? length : longest;
    }
    drawing->box = (int)longest * LETTER + MARGIN;
    drawing->left = (int)name * LETTER + 2 * MARGIN;
}

/* One graph below the others; widens the picture if it has to. */
static void draw(FILE *out, const struct graph *graph, int *top, int *width) {
    struct drawing drawing = {.out = out, .graph = graph, .top = *top};
    measure(&drawing);
    print_title(&drawing);
    print_rows(&drawing);
    for (size_t i = 0; i < graph->edge_count; i++)
        print_edge(&drawing, &graph->edges[i]);
    for (size_t i = 0; i < graph->node_count; i++)
        print_node(&drawing, &graph->nodes[i]);
    int right = drawing.left + (int)graph->levels * (drawing.box + GAP) + MARGIN;
    *width = right > *width ? right : *width;
    *top += TITLE + drawing.row_count * ROW + MARGIN;
}

static const char style[] =
    "<style>text { font: 12px monospace; } .title { font-weight: bold; } .queue { fill: #555; }\n"
    ".task { fill: #eef4fb; stroke: #4a6fa5; } .edge { fill: none; stroke: #888; }</style>\n"
    "<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" "
    "markerHeight=\"7\" orient=\"auto\"><path d=\"M 0 0 L 8 4 L 0 8 z\" fill=\"#888\"/></marker>"
    "</defs>\n";

char *emit_svg(const struct overlay_program *program) {
    char *body = NULL, *text = NULL;
    size_t size;
    int top = MARGIN, width = 0;
    FILE *out = open_memstream(&body, &size);
    for (size_t i = 0; i < program->run_count; i++) {
        struct graph graph = graph_of(&program->runs[i]);
        draw(out, &graph, &top, &width);
        graph_free(&graph);
    }
    fclose(out);
    out = open_memstream(&text, &size);
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
            "viewBox=\"0 0 %d %d\">\n%s%s</svg>\n",
            width, top, width, top, style, body);
    fclose(out);
    free(body);
    return text;
}
