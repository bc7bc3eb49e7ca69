/* Whether a unit has _Float16, of which objects that are linked must have the same idea. */
#ifndef MUONC_LOWER_HALF_TYPES_H
#define MUONC_LOWER_HALF_TYPES_H

#include <clang-c/Index.h>
#include <stdbool.h>

/* In a declaration or expression of the user's own, or of a library that is none of the system's.
 */
bool half_in_unit(CXTranslationUnit unit);

#endif
