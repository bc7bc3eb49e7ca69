/* atomic.h, of global memory. */
#include "atomic.h"

#define GLOBAL
uint32_t __neutrino_atomic(volatile void *address, uint32_t value, uint32_t expected, uint32_t how);
ATOMIC_FUNCTION(__neutrino_atomic, GLOBAL, true)
