/* What lld waits for when it is started ahead of its inputs. */
#ifndef SUPPORT_INPUT_SCRIPT_H
#define SUPPORT_INPUT_SCRIPT_H

#include "support/alloc.h"

/* The argument of lld by which it reads a linker script from its standard input. */
#define INPUT_SCRIPT_FILE "/dev/stdin"

/* The linker script that names the inputs; NULL if there is one that a script cannot name. Relative
 * names would be looked up beside the script; options have no place in it. The caller frees it. */
char *input_script(const struct string_list *inputs, size_t *size);

#endif
