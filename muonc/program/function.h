/* The program's functions, as runs of decoded instructions with the ways between them: what the
 * analyses of machine code share. Code that no function symbol with a size covers, as hand-written
 * assembly may have, is in none. */
#ifndef MUONC_PROGRAM_FUNCTION_H
#define MUONC_PROGRAM_FUNCTION_H

#include "muonc/program/code.h"

/* Instructions are numbered from the function's first. */
struct function {
    uint32_t section;
    uint32_t symbol; /* index in image.symbols; of several names for one address the first */
    struct code_insn *insns;
    size_t count;
};

struct function_list {
    struct function *items; /* by section and address */
    size_t count;
};

/* After decode. The list points into the image's code and is freed before it. */
struct function_list functions_find(const struct image *image);
void functions_free(struct function_list *functions);

/* The function that starts at a place, NULL if none does. */
const struct function *functions_at(const struct function_list *functions,
                                    const struct image *image, struct image_place place);

const char *function_name(const struct image *image, const struct function *function);
struct image_place function_place(const struct image *image, const struct function *function,
                                  size_t insn);

/* The first word of an instruction; of one that was fused into the one before, a no-op. */
const struct muon_insn *function_word(const struct function *function, size_t insn);

/* Where a branch or direct jump goes: FUNCTION_OUTSIDE if it leaves the function, and for any other
 * instruction. */
enum { FUNCTION_OUTSIDE = -1 };
ptrdiff_t function_target(const struct image *image, const struct function *function, size_t insn);

/* For each instruction whether control may come to it from elsewhere than the one before; the
 * caller frees them. */
bool *function_joins(const struct image *image, const struct function *function);

/* Where control may be after an instruction, at most two ways; returns their number. A call comes
 * back behind itself; a return, a tail call, an indirect jump, padding and what falls off the end
 * have FUNCTION_OUTSIDE for a way. What ends the warp (tohost) is followed like any other. */
unsigned function_successors(const struct image *image, const struct function *function,
                             size_t insn, ptrdiff_t next[2]);

#endif
