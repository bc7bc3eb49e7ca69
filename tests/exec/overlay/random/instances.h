/* The kernels of random programs (overlaygen.c), and their main. */
#include <neutrino/view.h>

#include <stdio.h>

#ifdef __MUON_LANES__
#define FIRST (muon_hart_id() == 0)
#else
#define FIRST 1
#endif

extern const struct instance {
    int task, at[3];
    long long number;
    int view[5]; /* min and extent of two dimensions, and where it begins */
    int parent_count, parents[5];
} instances[];
extern const int instance_count, order[];

unsigned X[7][10];
int s = 3;
static unsigned results[2000], wrong[2000];

/* What an instance makes of the results of all that it waits for: another one for any other order. */
static unsigned mix(int index, const unsigned *from) {
    unsigned sum = (unsigned)index + 1;
    for (int i = 0; i < instances[index].parent_count; i++)
        sum = sum * 31 + (from[instances[index].parents[i]] ^ sum >> 7);
    return sum * 2654435761u;
}

static void execute(const_view2_uint V, int task, int i, int j, int k, long long number) {
    int index = 0;
    /* Unrolled, each row would be known, and the compiler would read its result ahead, whether it is wanted
     * or not: to musim, a race. */
#pragma clang loop unroll(disable)
    while (instances[index].task >= 0 &&
           (instances[index].task != task || instances[index].at[0] != i ||
            instances[index].at[1] != j || instances[index].at[2] != k || results[index]))
        index++;
    if (index == instance_count)
        return; /* there is no such task, or it was there: one result will be missing, or is wrong */
    const int view[5] = {V.min[0], V.min[1], V.extent[0], V.extent[1], (int)(V.data - &X[0][0])};
    for (int n = 0; n < 5; n++)
        wrong[index] |= view[n] != instances[index].view[n];
    wrong[index] |= number != instances[index].number;
    results[index] = mix(index, results) | 1;
}

#define KERNEL(name)                                                                               \
    void name(const_view2_uint V, int task, int i, int j, int k, long long number) {               \
        execute(V, task, i, j, k, number);                                                         \
    }

int program_run(void);

int main(void) {
    static unsigned expected[2000];
    int failed = program_run(), bad = 0;
    if (!FIRST)
        return failed;
    for (int i = 0; i < instance_count; i++)
        expected[order[i]] = mix(order[i], expected) | 1;
    for (int i = 0; i < instance_count && !bad; i++)
        if (wrong[i] || results[i] != expected[i]) {
            printf("T%d(%d, %d, %d) is wrong: its %s\n", instances[i].task, instances[i].at[0],
                   instances[i].at[1], instances[i].at[2], wrong[i] ? "arguments" : "result");
            bad = 1;
        }
    return failed ? failed : bad;
}
