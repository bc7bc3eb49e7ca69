/* Launches the kernel over a grid with random heat, and compares with the same rounds done here
 * over the whole grid.
 *
 *   odd_grid KERNEL.elf [DIMENSIONS GLOBAL… LOCAL… [ROUNDS]]
 *
 * GLOBAL and LOCAL are a number for each of 1 to 3 dimensions: odd_grid KERNEL.elf 2 50 41 9 5 */
#include "../host.h"
#include "grid.h"
#include "neutrino/musim.h"

#include <stdlib.h>
#include <string.h>

/* Sizes in all three dimensions, 1 where there is none. */
struct grid {
    uint32_t dimensions, global[3], local[3], rounds;
};

static uint16_t before[MOST_CELLS], after[MOST_CELLS];
static uint32_t changes[MOST_CELLS];

static struct grid take_arguments(void) {
    struct grid grid = {3, {23, 13, 10}, {5, 3, 3}, 6};
    uint32_t dimensions = sample_number("DIMENSIONS", 1, 3, 0), cells = 1;
    if (!dimensions)
        return grid;
    grid = (struct grid){dimensions, {1, 1, 1}, {1, 1, 1}, 0};
    for (uint32_t d = 0; d < dimensions; d++)
        grid.global[d] = sample_number("GLOBAL", 1, MOST_CELLS, 1);
    for (uint32_t d = 0; d < dimensions; d++)
        grid.local[d] = sample_number("LOCAL", 1, MOST_CELLS, 1);
    grid.rounds = sample_number("ROUNDS", 0, 1000, 6);
    for (int d = 0; d < 3; d++)
        if ((cells *= grid.global[d]) > MOST_CELLS)
            sample_fail("GLOBAL", "more cells than there is room for");
    return grid;
}

static void launch(const struct grid *grid) {
    struct {
        uint32_t from, to, largest, rounds;
    } arguments = {sample_address("before"), sample_address("after"), sample_address("changes"),
                   grid->rounds};
    struct musim_kernel kernel = {.name = "relax",
                                  .dimensions = grid->dimensions,
                                  .arguments = &arguments,
                                  .argument_bytes = sizeof arguments};
    memcpy(kernel.global, grid->global, sizeof kernel.global);
    memcpy(kernel.local, grid->local, sizeof kernel.local);
    sample_launch(&kernel);
}

/* ---- the same here ---- */

struct place {
    uint32_t at[3];
};

static uint32_t cell_count(const struct grid *grid) {
    return grid->global[0] * grid->global[1] * grid->global[2];
}

static uint32_t group_count(const struct grid *grid, int d) {
    return (grid->global[d] + grid->local[d] - 1) / grid->local[d];
}

static struct place place_of(const struct grid *grid, uint32_t cell) {
    const uint32_t *size = grid->global;
    return (struct place){{cell % size[0], cell / size[0] % size[1], cell / size[0] / size[1]}};
}

static uint32_t cell_of(const struct grid *grid, struct place place) {
    const uint32_t *at = place.at;
    return (at[2] * grid->global[1] + at[1]) * grid->global[0] + at[0];
}

static uint32_t group_of(const struct grid *grid, struct place place) {
    uint32_t group = 0;
    for (int d = 2; d >= 0; d--)
        group = group * group_count(grid, d) + place.at[d] / grid->local[d];
    return group;
}

/* The cells of other groups are as in the beginning. */
static uint16_t relaxed(const struct grid *grid, const uint16_t *now, uint32_t cell) {
    struct place here = place_of(grid, cell);
    uint32_t sum = 2u * now[cell];
    for (int d = 0; d < 3; d++)
        for (int step = -1; step <= 1; step += 2) {
            struct place beside = here;
            beside.at[d] += (uint32_t)step;
            if (beside.at[d] >= grid->global[d]) /* also below 0 */
                beside = here;
            bool is_ours = group_of(grid, beside) == group_of(grid, here);
            sum += (is_ours ? now : before)[cell_of(grid, beside)];
        }
    return (uint16_t)((sum + 4) / 8);
}

static void compare(const struct grid *grid) {
    static uint16_t now[MOST_CELLS], next[MOST_CELLS];
    static uint32_t expected[MOST_CELLS], expected_changes[MOST_CELLS], got[MOST_CELLS];
    uint32_t count = cell_count(grid);
    memcpy(now, before, sizeof now);
    for (uint32_t i = 0; i < grid->rounds; i++) {
        for (uint32_t cell = 0; cell < count; cell++)
            next[cell] = relaxed(grid, now, cell);
        memcpy(now, next, sizeof now);
    }
    for (uint32_t cell = 0; cell < count; cell++) {
        uint32_t *largest = &expected_changes[group_of(grid, place_of(grid, cell))];
        uint32_t change = (uint32_t)abs(now[cell] - before[cell]);
        *largest = change > *largest ? change : *largest;
        expected[cell] = now[cell];
        got[cell] = after[cell];
    }
    sample_check_words("after", got, expected, count);
    sample_check_words("changes", changes, expected_changes,
                       group_count(grid, 0) * group_count(grid, 1) * group_count(grid, 2));
}

int main(int argc, char **argv) {
    sample_begin(argc, argv);
    struct grid grid = take_arguments();
    for (uint32_t i = 0; i < MOST_CELLS; i++)
        before[i] = (uint16_t)sample_random(1 << 16);
    SEND(before);
    launch(&grid);
    RECEIVE(after);
    RECEIVE(changes);
    compare(&grid);
    return sample_end();
}
