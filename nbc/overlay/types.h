/* C's types, as an overlay program names them. */
#ifndef NBC_OVERLAY_TYPES_H
#define NBC_OVERLAY_TYPES_H

#include "nbc/overlay/kernels.h"

enum scalar_kind { SCALAR_SIGNED, SCALAR_UNSIGNED, SCALAR_CHAR, SCALAR_FLOATING };

struct scalar_type {
    const char *name;
    unsigned bits[2]; /* by target; of a floating type those of its mantissa */
    enum scalar_kind kind;
};

/* Two types are the same if their names are. */
struct type {
    const char *name;                 /* clang's, of a row or of the facts */
    const struct scalar_type *scalar; /* what its values are; NULL for a struct and the like */
};

/* The type that words with single blanks between them name, by the C files' typedefs or C's own.
 * False if there is none. is_const: const was among them. */
bool type_find(const char *words, const struct c_facts *facts, enum overlay_target target,
               struct type *type, bool *is_const);
/* Offers the names of types to a search for one that is misspelt. */
struct nearest;
void type_offer(const struct c_facts *facts, struct nearest *search);
/* A type of the facts. */
struct type type_of_c(const struct c_type *type);

/* How generated C spells it: an enumeration by the type of its integers. */
const char *type_spelling(struct type type);
bool type_is_floating(struct type type);
/* The values of an integer type, as far as 64 bits with a sign have them. */
void type_range(struct type type, enum overlay_target target, int64_t *least, int64_t *most);

#endif
