/* Work-groups of many shapes, several of them at once, each with copies of its own. */
#include "neutrino/musim.h"
#include "tests/suite.h"

#include <string.h>

enum { SLICE = 80, GROUPS = 37 };

static uint32_t address_of(struct musim *machine, const char *symbol) {
    uint32_t address, size;
    ck_assert(musim_symbol(machine, symbol, &address, &size));
    return address;
}

static void check(const uint8_t *from, const uint8_t *to, unsigned group) {
    uint8_t expected[SLICE] = {0};
    unsigned rows = group % 16 + 1, bytes = 3 * rows;
    for (unsigned i = 0; i < bytes; i++)
        expected[bytes - 1 - i] = from[i / 3 * 5 + i % 3];
    ck_assert_msg(!memcmp(to, expected, SLICE), "group %u", group);
}

static void launch(const char *name, unsigned clusters, unsigned seed, const uint32_t block[3]) {
    static uint8_t from[GROUPS][SLICE], to[GROUPS][SLICE];
    struct musim *machine =
        musim_create(&(struct musim_config){.clusters = clusters, .perturb = seed});
    struct musim_kernel kernel = {.name = name, .grid = {GROUPS, 1, 1}};
    memcpy(kernel.block, block, sizeof kernel.block);
    for (unsigned i = 0; i < sizeof from; i++)
        from[i / SLICE][i % SLICE] = (uint8_t)(i * 31 + i / 7);
    ck_assert_msg(musim_load_file(machine, GROUPS_ELF), "%s", musim_error(machine));
    ck_assert(musim_write(machine, address_of(machine, "from"), from, sizeof from));
    ck_assert_msg(musim_launch(machine, &kernel), "%s", musim_error(machine));
    ck_assert_msg(musim_run(machine) == MUSIM_DONE, "%s", musim_error(machine));
    ck_assert_uint_eq(musim_result(machine), 0);
    ck_assert(musim_read(machine, address_of(machine, "to"), to, sizeof to));
    for (unsigned group = 0; group < GROUPS; group++)
        check(from[group], to[group], group);
    musim_free(machine);
}

START_TEST(groups_of_all_shapes_copy_for_themselves) {
    static const uint32_t blocks[][3] = {{1, 1, 1}, {7, 1, 1},  {16, 1, 1}, {17, 1, 1},
                                         {5, 3, 3}, {64, 1, 1}, {9, 11, 1}, {128, 2, 1}};
    for (unsigned i = 0; i < sizeof blocks / sizeof *blocks; i++)
        for (unsigned seed = 0; seed < 4; seed++)
            launch(seed % 2 ? "local_entry" : "slices_entry", 1 + i % 3, seed / 2, blocks[i]);
}
END_TEST

SUITE("groups", NULL, NULL, groups_of_all_shapes_copy_for_themselves)
