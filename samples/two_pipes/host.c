/* Runs the kernel on random numbers, of which some stretches are hard, and compares with the
 * factors that are found here.
 *
 *   two_pipes KERNEL.elf [COUNT] */
#include "../host.h"
#include "factors.h"

static uint32_t count, numbers[MOST_NUMBERS], factors[MOST_NUMBERS], expected[MOST_NUMBERS];

static uint32_t smallest_factor(uint32_t number) {
    for (uint32_t factor = 2; factor * factor <= number; factor++)
        if (number % factor == 0)
            return factor;
    return number;
}

int main(int argc, char **argv) {
    sample_begin(argc, argv);
    count = sample_number("COUNT", 0, MOST_NUMBERS, 1000);
    for (uint32_t i = 0; i < count; i++) {
        numbers[i] = 2 + sample_random(1 << 20);
        while (i / 128 % 3 == 2 && easy_factor(numbers[i]))
            numbers[i]++;
        expected[i] = smallest_factor(numbers[i]);
    }
    SEND(count);
    SEND(numbers);
    sample_run();
    RECEIVE(factors);
    sample_check_words("factors", factors, expected, count);
    return sample_end();
}
