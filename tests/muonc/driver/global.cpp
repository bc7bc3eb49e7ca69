/* __global, which other compilers for the architecture know, is said of what is in global memory.
 * RUN: muonc -O2 -Wall -Wextra -Werror %s -o %t.elf && musim --dump=sums:i32 %t.elf
 * RUN: muonc -O2 -Wall -Wextra -Werror -D__global= %s -o %t.elf && musim --dump=sums:i32 %t.elf
 * RUN: muonc -x c -O2 -Wall -Wextra -Werror -c - -o %t.o <%s
 * RUN: muonc --target=host -O1 -Wall -Werror %s -o %t.so
 */
#include <neutrino/kernel.h>

struct pair {
    __global int *from;
    __global const int *to;
};
int numbers[4] = {1, 2, 3, 4}, sums[2];

__kernel void add(__global const int *from, __global int *to) {
    to[tk_global_id(0)] += from[0];
}

#if defined __MUON__ && defined __cplusplus
int main() {
    pair both = {numbers, reinterpret_cast<__global int *>(sums)};
    if (muon_hart_id() == 0)
        sums[1] = both.from[1] + both.from[3] + both.to[0];
    return 0;
}
#endif
