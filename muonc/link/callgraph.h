/* The program's functions as the proof of uniformity sees them: who made them, who may call them,
 * and what a call of them may read and change. */
#ifndef MUONC_LINK_CALLGRAPH_H
#define MUONC_LINK_CALLGRAPH_H

#include "muonc/link/analysis.h"

struct callgraph_function {
    const struct function *function;
    bool compiled, single_lane; /* the latter implies the former */
    bool address_taken;         /* something else than calls refers to it */
    bool global;                /* other objects could call it */
    bool *is_entered;           /* by instruction: its address is taken; NULL: of none within */
    struct register_set reads, changes; /* registers; also by what it calls */
    uint32_t stack_words;       /* that it may read of those that the caller pushed */
};

struct callgraph {
    const struct image *image;
    const struct function_list *functions;
    struct callgraph_function *items; /* as functions->items */
};

struct callgraph callgraph_build(const struct image *image, const struct function_list *functions,
                                 const struct promises *promises);
void callgraph_free(struct callgraph *graph);

/* What calls an unknown function may change: whatever any function does. */
struct register_set callgraph_all_changes(const struct callgraph *graph);

#endif
