/* Kernels of work-groups that each copy for themselves, launched by groups_test.c. */
#include <neutrino/dma.h>

enum { SLICE = 80, MOST_GROUPS = 64 };

/* A slice of shared memory for each group: more than one is executed at once. */
static __shared uint8_t slices[MOST_GROUPS][SLICE];
uint8_t from[MOST_GROUPS][SLICE], to[MOST_GROUPS][SLICE];

/* Group g copies g + 1 rows of 3 bytes, turns them over, and copies them back. */
static void turn_over(const void *arguments) {
    uint32_t group = tk_group_linear_id(), rows = group % 16 + 1, bytes = 3 * rows;
    uint32_t size = tk_local_size(0) * tk_local_size(1) * tk_local_size(2);
    (void)arguments;
    tk_event_t event = tk_dma_read_2d(slices[group], from[group], 3, rows, 3, 5, 0);
    tk_dma_wait(1, &event);
    for (uint32_t i = tk_local_linear_id(); i < bytes / 2; i += size) {
        uint8_t kept = slices[group][i];
        slices[group][i] = slices[group][bytes - 1 - i];
        slices[group][bytes - 1 - i] = kept;
    }
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP);
    event = tk_dma_write_1d(to[group], slices[group], bytes, 0);
    if (group % 2) /* of the others nobody waits */
        tk_dma_wait(1, &event);
}

void turn_over_entry(void);
void turn_over_entry(void) {
    neutrino_launch_items(turn_over);
}

int main(void) {
    return 1; /* it is the kernel that is launched */
}
