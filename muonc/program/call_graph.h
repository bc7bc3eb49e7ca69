/* Which functions may run while another one does. The program is complete, so whatever calls a
 * function names it: directly, or by taking its address. */
#ifndef MUONC_PROGRAM_CALL_GRAPH_H
#define MUONC_PROGRAM_CALL_GRAPH_H

#include "muonc/program/function.h"

/* Nodes are the indices of the functions, then two more. */
struct call_graph {
    const struct image *image;
    const struct function_list *functions;
    size_t pointer; /* stands for whatever an indirect call may call */
    size_t outside; /* code that is in no function */
    size_t count;
    struct call_graph_node {
        size_t *callees, *callers; /* nodes, each once */
        size_t callee_count, caller_count;
        bool recursive;     /* it may run again before it has returned */
        bool address_taken; /* of its start */
        bool entered; /* control, or an address, goes to another place in it than its start; or it
                         shares instructions with another function */
    } *nodes;
    /* Places within functions that addresses name: where indirect jumps may lead. */
    struct call_graph_entry {
        size_t node, insn;
    } *entries;
    size_t entry_count;
    size_t *order; /* all nodes, callees before callers where they are not recursive */
};

/* After fuse. compiled tells the functions that are the compiler's, for each function of the list:
 * what follows the end of one is never reached from it. */
struct call_graph call_graph_build(const struct image *image, const struct function_list *functions,
                                   const bool *compiled);
void call_graph_free(struct call_graph *graph);

enum call_exit {
    CALL_EXIT_NONE,   /* control stays in the function, or is unknown to go on as after a branch */
    CALL_EXIT_DIRECT, /* to the node in *callee, which may be the outside */
    CALL_EXIT_INDIRECT,
    CALL_EXIT_RETURN, /* through ra */
};

/* How an instruction leaves its function: a call if it writes a register, else for good. */
enum call_exit call_graph_leaves(const struct call_graph *graph, const struct function *function,
                                 size_t insn, size_t *callee);

#endif
