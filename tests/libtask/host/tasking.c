/* Kernels that give work to tasks and meet at the runtime's sync points, in a program with a main.
 * Each is launched as one group that is all of the cluster. */
#include <neutrino/fifo.h>
#include <neutrino/job.h>
#include <neutrino/kernel.h>
#include <neutrino/pipe.h>
#include <neutrino/smem.h>

/* Half of the numbers are put through the pipe, into the other half. */
enum { NUMBERS = 64, ITEM = 8, ITEMS = NUMBERS / 2 / ITEM };

MUON_GROUP(loader, 0, 1);
MUON_GROUP(users, 1, 2);
MUON_PIPE(tiles, uint32_t[ITEM], 2, loader, users);
MUON_FIFO(places, uint32_t, 4);

__kernel void by_jobs(uint32_t *numbers) {
    job_t first = job_invoke(muon_all_warps, add_task, numbers, NUMBERS, 1);
    job_t second = job_invoke_after(muon_all_warps, after(first), add_task, numbers, NUMBERS, 2);
    job_sync(muon_all_warps, second);
    numbers[tk_global_id(0) % NUMBERS] ^= 1; /* all write the same */
}

/* One item is left in the queue, and the counts of its sync points differ. */
__kernel void by_fifo(uint32_t *numbers) {
    if (!loader_mine())
        return;
    for (uint32_t i = 0; i < 3; i++)
        places_push(numbers[i] + i);
    uint32_t sum = places_pop();
    numbers[0] = sum * 10 + places_pop();
}

__kernel void by_pipe(uint32_t *numbers) {
    if (!loader_mine() && !users_mine())
        return;
    tiles_t pipe = tiles_init();
    for (uint32_t i = 0; i < ITEMS; i++)
        if (loader_mine()) {
            tiles_produce_wait(&pipe);
            pipe_invoke(tiles, &pipe, PRODUCE, load_task, numbers + i * ITEM,
                        *tiles_produce_buf(&pipe), ITEM * sizeof *numbers);
        } else {
            tiles_consume_wait(&pipe);
            if (users_leader() && muon_lane_id() < ITEM)
                numbers[NUMBERS / 2 + i * ITEM + muon_lane_id() % ITEM] +=
                    (*tiles_consume_buf(&pipe))[muon_lane_id() % ITEM];
            tiles_consume_complete(&pipe);
        }
}

/* The block is not given back. */
__kernel void by_memory(uint32_t *numbers) {
    if (!loader_mine())
        return;
    __shared uint32_t *block = smem_malloc(60000, 16);
    *numbers += block != NULL;
}

/* A run that nobody ends. */
__kernel void leave_a_run(uint32_t *numbers) {
    if (tk_global_id(0) == 0)
        numbers[0]++;
    if (loader_mine())
        *numbers |= neutrino_invoke(0, NO_DEPS, ASYNC | WARPS(1) | MANUAL) & UINT32_C(1) << 31;
}

int main(void) {
    return 0;
}
