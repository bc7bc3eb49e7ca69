/* What the header asserts of the types that kernels may have from elsewhere than tasks. */
#ifndef NBC_CHECKS_H
#define NBC_CHECKS_H

#include "nbc/clang.h"
#include "nbc/tasks.h"

/* Fill a definition's bytes and checks. ilp32: the complete record or enum, or the typedef. */
void checks_of_tag(struct definition *definition, CXType ilp32);
void checks_of_typedef(struct definition *definition, CXType ilp32);

#endif
