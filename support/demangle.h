/* C++ names as the source has them. */
#ifndef SUPPORT_DEMANGLE_H
#define SUPPORT_DEMANGLE_H

#include "support/alloc.h"

/* "_Z3addIfEvPT_" is "void add<float>(float*)". A name that is none of C++'s stays as it is, as
 * does any on a machine without libstdc++, which has the code for it. The caller frees the result.
 */
char *demangle(const char *name);

/* The same as one more string of a list, which owns it. */
const char *demangle_into(struct string_list *list, const char *name);

#endif
