/* atomic.h, of shared memory. */
#include "atomic.h"

uint32_t __neutrino_atomic_shared(volatile __shared void *address, uint32_t value,
                                  uint32_t expected, uint32_t how);
ATOMIC_FUNCTION(__neutrino_atomic_shared, __shared, false)
