/* What clang is told of the two sides. */
#ifndef NBC_TARGET_H
#define NBC_TARGET_H

#include "support/alloc.h"

#include <stdbool.h>

/* What every compilation for the Neutrino core begins with: the target, and the macros __task,
 * __task_id and __shared. */
void target_neutrino(struct string_list *arguments);

/* The same for the layout of data on the wire, which is the SIMT side's. */
void target_wire(struct string_list *arguments);

/* What kernels of overlays are compiled with for the machine that nbc runs on, and what they are
 * parsed with for the SIMT cores: as muonc does, but for what makes no difference to declarations.
 */
void target_host(struct string_list *arguments);
void target_simt(struct string_list *arguments);

/* Whether clang compiles the source as C or C++ with the user's options: by its name, or by -x. */
bool target_is_c(const char *source, const struct string_list *user);

#endif
