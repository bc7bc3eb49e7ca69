/* Runs the kernel and compares its image, and the number of its squares, with those made here.
 *
 *   work_queue KERNEL.elf */
#include "../host.h"
#include "squares.h"

#include <stdio.h>

enum { MOST_WARPS = 128 };

static uint32_t steps[SIZE][SIZE], expected[SIZE][SIZE];

static bool draw_border(struct square square) {
    bool same = true;
    for (uint32_t i = 0; i < border_pixels(square); i++) {
        uint32_t column, row;
        border_pixel(square, i, &column, &row);
        expected[row][column] = count_steps(column, row);
        same &= expected[row][column] == expected[square.y][square.x];
    }
    return same;
}

/* Returns the number of squares. */
static uint32_t draw(struct square square) {
    uint32_t squares = 1;
    bool same = draw_border(square);
    if (!same && square.size > SMALLEST) {
        for (uint32_t i = 0; i < 4; i++)
            squares += draw(quarter(square, i));
        return squares;
    }
    for (uint32_t row = square.y + 1u; row < square.y + square.size - 1u; row++)
        for (uint32_t column = square.x + 1u; column < square.x + square.size - 1u; column++)
            expected[row][column] = same ? expected[square.y][square.x] : count_steps(column, row);
    return squares;
}

int main(int argc, char **argv) {
    uint32_t drawn[MOST_WARPS], warps, sum = 0, most = 0;
    sample_begin(argc, argv);
    uint32_t squares = draw((struct square){0, 0, SIZE});
    sample_run();
    RECEIVE(steps);
    warps = sample_receive_all("drawn", drawn, sizeof drawn) / sizeof *drawn;
    for (uint32_t i = 0; i < warps; i++) {
        sum += drawn[i];
        most = drawn[i] > most ? drawn[i] : most;
    }
    printf("work_queue: %u squares by %u warps, at most %u by one\n", sum, warps, most);
    sample_check_words("steps", steps[0], expected[0], SIZE * SIZE);
    sample_check_words("squares", &sum, &squares, 1);
    return sample_end();
}
