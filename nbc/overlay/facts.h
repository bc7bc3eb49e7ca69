/* The facts of kernels.h, by libclang. */
#ifndef NBC_OVERLAY_FACTS_H
#define NBC_OVERLAY_FACTS_H

#include "nbc/clang.h"
#include "nbc/overlay/kernels.h"

/* Adds what one parsed C file says. */
void facts_collect(CXTranslationUnit unit, struct c_facts *facts);

#endif
