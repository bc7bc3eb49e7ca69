/* Which registers hold something that is still needed. As every lane by itself takes one path
 * through the code and its registers change only while it is active, this is the usual analysis. */
#ifndef MUONC_PROGRAM_LIVENESS_H
#define MUONC_PROGRAM_LIVENESS_H

#include "muonc/program/call_graph.h"
#include "muonc/program/registers.h"

/* What is known of the registers that a function reads before it writes them, for each function;
 * all that a compiled function may get before it has been looked at. */
struct liveness_callees {
    const struct call_graph *graph;
    const bool *compiled;
    register_set *entry;         /* for each function */
    const register_set *results; /* what each may return; NULL: all that any may */
};

/* For each instruction the registers that are needed behind it; the caller frees them. Registers
 * from x32 on are needed only if the function itself reads them. *entry: what it needs at entry. */
register_set *liveness_after(const struct liveness_callees *callees,
                             const struct function *function, register_set *entry);

/* What is needed before an instruction, of what is needed behind it. */
register_set liveness_before(const struct liveness_callees *callees,
                             const struct function *function, size_t insn, register_set live);

/* What an instruction needs besides its operands, and what it changes besides its result: those of
 * a call, return or jump to elsewhere. */
register_set liveness_implicit_uses(const struct liveness_callees *callees,
                                    const struct function *function, size_t insn);
register_set liveness_clobbers(const struct liveness_callees *callees,
                               const struct function *function, size_t insn);

#endif
