/* The proof that lanes which part meet again, on the program's final instructions. */
#ifndef MUONC_PROOF_MASKS_H
#define MUONC_PROOF_MASKS_H

#include "muonc/program/function.h"

/* The instructions that the proof is about. */
static inline bool masks_is_split(const struct muon_insn *insn) {
    return (insn->op == MUON_VX_SPLIT || insn->op == MUON_VX_SPLIT_N) && insn->rd == 0;
}
static inline bool masks_is_join(const struct muon_insn *insn) {
    return insn->op == MUON_VX_JOIN && insn->rs1 == 0;
}
static inline bool masks_is_pred(const struct muon_insn *insn) {
    return insn->op == MUON_VX_PRED || insn->op == MUON_VX_PRED_N;
}

/* Checks each function with a vx_split or vx_join that names x0, as muonc's own do; those of
 * hand-written code that name another register are not looked at. In such a function
 *
 * - the splits that are open at an instruction are the same ones on every way there, and none is
 *   open where the function is left;
 * - each split is closed by one join, which all lanes therefore pass;
 * - a split or vx_pred is followed by the branch on its condition before anything that must not run
 *   once for each side.
 *
 * What breaks a rule is a fault of the compiler, and an error: such a program computes nonsense. */
bool masks_check(const struct image *image, const struct function_list *functions,
                 struct diag_engine *diag);

/* The nesting that was proved. All arrays are by instruction, MASKS_NONE where nothing applies. */
enum { MASKS_UNREACHED = -2, MASKS_NONE = -1 };

struct masks {
    ptrdiff_t *open; /* the innermost open split, MASKS_UNREACHED where control never comes */
    ptrdiff_t *join; /* of a split: the join that closes it */
    ptrdiff_t *test; /* of a branch: the split or vx_pred on whose condition it is */
};

/* After masks_check. */
struct masks masks_find(const struct image *image, const struct function *function);
void masks_free(struct masks *masks);

#endif
