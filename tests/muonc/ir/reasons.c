/* Why a branch is divergent, with what the value comes from.
 * RUN: muonc -O1 -c -Rnu-divergent %s -o %t.o
 */
static int *shared_of_all;

/* What a load by the user's assembly gives, nobody knows. */
void by_assembly(int *to) {
    int value;
    __asm__ volatile("lw %0, 0(%1)" : "=r"(value) : "r"(shared_of_all));
    if (value)
        *to = 1;
}

/* Uniform on both sides. */
void by_sides(int *to, volatile int *log) {
    int kind;
    if (muon_lane_id() & 1) {
        *log = 1;
        kind = *shared_of_all;
    } else {
        *log = 2;
        kind = shared_of_all[*log];
    }
    *log = 5;
    if (kind == 3)
        *to = 7;
}

static inline __attribute__((always_inline)) void store_if(int *to, unsigned lane) {
    if (lane > 2)
        *to = 8;
}
void inlined(int *to) {
    store_if(to, muon_lane_id());
}
