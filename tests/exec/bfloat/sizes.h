/* What kernels and host have to know of each other. */
enum { VALUES = 1536 };

enum operation {
#define OPERATION(name, device, host) OPERATION_##name,
#include "operations.def"
#undef OPERATION
    OPERATIONS
};
