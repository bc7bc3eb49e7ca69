/* The kernels of work.h, and a main that launches one of them as an entry that muonc makes does. */
#include "work.h"

uint32_t in[MOST_ITEMS], out[WORDS * MOST_ITEMS];
uint32_t which, rounds;

static void work(const void *arguments) {
    uint32_t cursor = 0;
    (void)arguments;
    work_run(which, in, out, rounds,
             (__shared uint32_t *)neutrino_local_argument(&cursor, 4 * MOST_GROUP));
}

int main(void) {
    neutrino_launch_items(work);
    return 0;
}
