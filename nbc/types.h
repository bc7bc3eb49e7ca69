/* C declarations for the generated header, and the definitions that they need. */
#ifndef NBC_TYPES_H
#define NBC_TYPES_H

#include "nbc/clang.h"
#include "nbc/tasks.h"

struct type_writer {
    struct task_table *table; /* gets the definitions */
    struct diag_engine *diag;
    struct diag_location where; /* of the parameter, for errors */
};

/* The declaration of `name` with this type, without its semicolon and without qualifiers of the
 * outermost level; an array declares a pointer, as it does for a parameter. shared: the pointer is
 * one into shared memory. Everything it needs is in the table's definitions afterwards; a pointer
 * to what C on the other side cannot use is one to an incomplete type or void. The caller frees it.
 * NULL after a diagnostic: a type by value that has no name in C, or two types of one name. */
char *types_declare(struct type_writer *writer, struct dual_type type, const char *name,
                    bool shared);

#endif
