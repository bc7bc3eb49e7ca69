/* Libraries as no muonc of this version makes them: of another VERSION, or with a wrong SIGNATURE. */
#include "neutrino/host_kernel.h"

#include <stddef.h>

static const struct tk_kernel_row row = {SIGNATURE, NULL, NULL};
extern struct tk_kernel_library neutrino_kernel_library;
struct tk_kernel_library neutrino_kernel_library = {VERSION, 16, &row, &row + 1, NULL};
