/* Kernels that launch_test.c launches by name. */
#include <neutrino/console.h>

#define BLOCKS 24
#define BLOCK_THREADS (__MUON_CORES__ * __MUON_WARPS__ * __MUON_LANES__)

int data[BLOCKS * BLOCK_THREADS];
int blocks_done[BLOCKS], mains;

struct arguments {
    int *data;
    int value;
};

static const struct arguments *arguments(void) {
    return (const struct arguments *)muon_argument_base();
}

static unsigned thread(void) {
    return muon_thread_x() + 8 * (muon_thread_y() + 4 * muon_thread_z());
}

void fill(void) {
    unsigned block = muon_block_x() + 2 * (muon_block_y() + 3 * muon_block_z());
    arguments()->data[block * BLOCK_THREADS + thread()] = arguments()->value;
    if (thread() == 0)
        blocks_done[block]++;
}

void add(void) {
    unsigned block = muon_block_x();
    arguments()->data[block * BLOCK_THREADS + thread()] += arguments()->value;
}

/* Its tasks run on a Neutrino that each launch starts anew. */
void add_by_task(void) {
    if (muon_core_id() != 0 || muon_warp_id() != 0)
        return;
    neutrino_payload((add_args_t){data + muon_block_x() * BLOCK_THREADS, BLOCK_THREADS, arguments()->value});
    neutrino_invoke(add_task, NO_DEPS, SYNC | SINGLE_THREAD | SIGNAL);
}

/* What each block finds in a variable that the start code clears, and leaves in it. */
static __shared_zeroed int visits[3];
int found[BLOCKS];

void visit(void) {
    if (thread() != 0)
        return;
    found[muon_block_x()] = visits[0] + visits[1] + visits[2];
    visits[0] = visits[1] = visits[2] = 7;
}

int main(void) {
    if (muon_core_id() == 0 && muon_warp_id() == 0 && muon_cluster_id() == 0)
        mains++;
    return 3;
}
