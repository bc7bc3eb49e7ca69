/* Work-groups of more work-items than a cluster has lanes, where their kernels are split: what cannot be
 * split, barriers that not all come to, no room; and what is the same in any schedule, on several clusters. Then
 * small groups, of which more find warps than hardware barriers.
 *
 * RUN: muonc -O2 -g -w %s -o %t.elf && for k in cluster_barrier run_of_two calls_itself array; do musim %t.elf --kernel="$k(&out, 3)" --global=600 --local=300; done
 * RUN: for l in 0 1 2; do muonc -O$l -g -w %s -o %t.elf; for n in 5 16 255 256 299; do musim %t.elf --kernel="parted(&out, $n)" --global=600 --local=300; done; musim %t.elf --kernel='returned(&out, 299)' --global=20,30 --local=20,15 --offset=7,5; done
 * RUN: musim %t.elf --kernel='keeps(&out, 1)' --global=30000 --local=30000; musim %t.elf --kernel='folds(&out, 1)' --global=40000 --local=40000; musim %t.elf --kernel='sum(&out, 1)' --global=65537 --local=65537
 * RUN: muonc -O2 -g -w -DELSEWHERE -c %s -o %t.o && muonc -O2 -g -w -DCALLS %t.o %s -o %t.elf && sh ../scoreboard/report.sh %t.elf --kernel='calls(&out, 1)' --global=600 --local=300 | sed '/called here/d'
 * RUN: for s in "" "-mcores=1 -mwarps=1" "-mcores=1 -mwarps=3 -mlanes=5"; do for l in 0 2; do muonc -O$l $s -Wno-nu-divergent-sync %s -o %t.elf; for r in "" "--perturb=1" "--clusters=2 --perturb=2"; do for k in sum shuffles; do musim %t.elf --kernel="$k(&out, 3)" --global=700 --local=300 --check=all $r --dump=out:u32 | cksum; done; done; done; done | sort | uniq -c
 * RUN: for s in "" "-mcores=8 -mwarps=8"; do muonc -O2 $s -Wno-nu-divergent-sync %s -o %t.elf; for g in 1300 1310; do musim %t.elf --kernel='sum(&out, 3)' --global=$g --local=26 --check=all --dump=out:u32 | cksum; done; done | sort | uniq -c */
#include <neutrino/collective.h>
#include <neutrino/kernel.h>
#include <neutrino/lanes.h>

#define B tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP)
#define KERNEL(name) __kernel void name(uint32_t *out, uint32_t n)

#ifdef ELSEWHERE
void wait_elsewhere(void) {
    B;
}
#else
void wait_elsewhere(void);
uint32_t out[65536];

/* ---- what cannot be split ---- */

KERNEL(cluster_barrier) {
    B;
    muon_barrier(1, 2);
}

KERNEL(run_of_two) {
    B;
    __asm__ volatile("nu.invoke.ri.pw.sync zero, zero, zero, zero, zero, 2");
}

__attribute__((noinline)) static uint32_t again(uint32_t n) {
    B;
    return n ? 2 * again(n - 1) + again(n / 2) : 1;
}

KERNEL(calls_itself) {
    out[tk_global_linear_id()] = again(n);
}

KERNEL(array) {
    uint32_t own[n];
    own[tk_local_id(0) % n] = n;
    B;
    out[tk_global_linear_id()] = own[out[0] % n];
}

/* ---- barriers that not all come to ---- */

KERNEL(parted) {
    if (tk_local_linear_id() < n)
        B;
    else
        B;
    out[0] = n;
}

KERNEL(returned) {
    if (tk_local_linear_id() == n)
        return;
    B;
    out[0] = n;
}

#ifdef CALLS
KERNEL(calls) {
    wait_elsewhere();
}
#endif

/* ---- no room ---- */

KERNEL(keeps) {
    uint32_t own[20000];
    for (uint32_t i = 0; i < 20000; i++)
        own[i] = i * n;
    B;
    out[0] = own[tk_local_id(0) % 20000];
}

KERNEL(folds) {
    out[0] = tk_work_group_reduce_add(n);
}

/* ---- what is the same everywhere ---- */

KERNEL(sum) {
    __local uint32_t words[300];
    uint32_t me = tk_local_linear_id(), size = tk_local_size(0), own = me * n;
    words[me] = tk_global_id(0);
    for (uint32_t far = 256; far; far /= 2) {
        B;
        if (me < far && me + far < size)
            words[me] += words[me + far];
    }
    B;
    out[tk_global_linear_id()] = words[0] + own + tk_work_group_scan_add(own);
}

/* Lanes of a sub-group, in whatever warp. */
KERNEL(shuffles) {
    uint32_t me = tk_local_linear_id(), value = me * n;
    B;
    value = value + muon_shuffle_xor(value, 0);
    B;
    out[tk_global_linear_id()] = value + muon_any(value != 2 * me * n);
}
#endif
