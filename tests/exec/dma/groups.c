/* Kernels of work-groups that each copy for themselves, launched by groups_test.c. */
#include <neutrino/dma.h>

enum { SLICE = 80, MOST_GROUPS = 64 };

uint8_t from[MOST_GROUPS][SLICE], to[MOST_GROUPS][SLICE];

/* Group g copies g + 1 rows of 3 bytes, turns them over, and copies them back. */
static inline tk_event_t turn_over(__shared uint8_t *slice) {
    uint32_t group = tk_group_linear_id(), rows = group % 16 + 1, bytes = 3 * rows;
    uint32_t size = tk_local_size(0) * tk_local_size(1) * tk_local_size(2);
    tk_event_t event = tk_dma_read_2d(slice, from[group], 3, rows, 3, 5, 0);
    tk_dma_wait(1, &event);
    for (uint32_t i = tk_local_linear_id(); i < bytes / 2; i += size) {
        uint8_t kept = slice[i];
        slice[i] = slice[bytes - 1 - i];
        slice[bytes - 1 - i] = kept;
    }
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP, TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP);
    return tk_dma_write_1d(to[group], slice, bytes, 0);
}

/* In the group's own memory, which the next group has after it. */
__local uint8_t mine[SLICE];
static void in_local(const void *arguments) {
    (void)arguments;
    tk_event_t event = turn_over(mine);
    tk_dma_wait(1, &event);
}

/* In memory that no other group has, so that nobody need wait for the end. */
static __shared uint8_t slices[MOST_GROUPS][SLICE];
static void in_slices(const void *arguments) {
    (void)arguments;
    (void)turn_over(slices[tk_group_linear_id()]);
}

void local_entry(void);
void local_entry(void) {
    neutrino_launch_items(in_local);
}
void slices_entry(void);
void slices_entry(void) {
    neutrino_launch_items(in_slices);
}

int main(void) {
    return 1; /* it is the kernel that is launched */
}
