/* Keeps stock assemblers from computing distances in code.
 *
 * They know RV32's: a difference of labels with only fixed instructions between them is a number to
 * them, and a wrong one, since the re-encoder lays the code out anew. `.org .`, which moves
 * nothing, ends what they take for fixed: with one at each end of every run of instructions, a
 * difference across any instruction becomes relocations, which the re-encoder computes. Distances
 * within data do not change, and stay constants.
 *
 * Where a number is needed while assembling (.skip, .rept, .if, …), a distance in code is an error,
 * and so is one that other objects are to see as a symbol's value. */
#ifndef MUONC_ASSEMBLER_DISTANCES_H
#define MUONC_ASSEMBLER_DISTANCES_H

#include "muonc/assembler/statement.h"

#define DISTANCES_BREAK ".org ."

struct distances;

/* Reads the labels and assignments of the text. within_code: code that is not in the text comes
 * before and behind it. Freed by the caller. */
struct distances *distances_create(const char *text, size_t length, bool within_code);
void distances_free(struct distances *distances);

/* To be called for the statements of the text in order. The result is the offset behind which a
 * break is needed, or DISTANCES_NO_BREAK. */
#define DISTANCES_NO_BREAK SIZE_MAX
size_t distances_label(struct distances *distances, struct span name);
size_t distances_instruction(struct distances *distances, struct span span);
size_t distances_foreign(struct distances *distances, struct assembly *assembly, struct span head,
                         struct span span);
size_t distances_end(struct distances *distances);

/* What the text makes of a symbol: an address if nothing else. */
enum symbol_kind distances_symbol(const struct distances *distances, struct span symbol);
/* Whether the text says what it is. */
bool distances_has_symbol(const struct distances *distances, struct span symbol);

/* Whether an expression has the place where it stands in it. */
bool distances_mentions_here(const char *text, struct span span);

#endif
