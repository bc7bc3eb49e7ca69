/* Whether a value can travel from the SIMT side to the Neutrino core, and how. */
#ifndef NBC_LAYOUT_H
#define NBC_LAYOUT_H

#include "nbc/clang.h"

/* Why it cannot. */
struct layout_fault {
    const struct diagnostic *diagnostic; /* DIAG_NU_BIT_FIELD */
    char *message;
    CXCursor field; /* the field at fault, a null cursor for the parameter itself */
};

/* Checks a parameter passed by value. On false, fault is set; the caller frees its message. */
bool layout_check(struct dual_type type, struct layout_fault *fault);

/* Whether memory of this type means the same to both sides: what a pointer parameter points to. */
bool layout_is_shared(struct dual_type type);

/* The type on the wire, as text that is equal exactly for equal layouts: "i32", "{f32@0,i8@4}8".
 * The caller frees it. */
char *layout_code(CXType ilp32);

#endif
