/* The core has square roots and fused multiply-adds: they are instructions at every level, not calls
 * of a library that sets errno.
 *
 * RUN: for o in -O0 -O2 -Oz; do nbc $o %s -o %t.nbin && llvm-objdump-19 -d --mattr=+f,+d %t.nbin | grep -oE 'f(sqrt|madd)\.[sd]' | sort; done
 */
#include <neutrino/task.h>

void root_task(double *wide, float *narrow) {
    *wide = __builtin_fma(__builtin_sqrt(*wide), 2.0, 1.0);
    *narrow = __builtin_fmaf(__builtin_sqrtf(*narrow), 2.0f, 1.0f);
}
