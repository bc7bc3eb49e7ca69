/* Launches of kernels for work-items: what each of them sees against a loop here, and what no
 * launch can be. */
#include "neutrino/musim.h"
#include "tests/suite.h"

#include <stdio.h>
#include <string.h>

enum { MOST = 4096 };

struct item {
    uint32_t executed;
    uint32_t global[3], local[3], group[3];
    uint32_t local_size[3];
};

static struct musim *machine;

static void begin_with(unsigned clusters) {
    machine = musim_create(&(struct musim_config){.clusters = clusters});
    ck_assert_msg(musim_load_file(machine, ITEMS), "%s", musim_error(machine));
}

static void begin(void) {
    begin_with(2);
}

static void end(void) {
    musim_free(machine);
}

static uint32_t address_of(const char *symbol) {
    uint32_t address, size;
    ck_assert_msg(musim_symbol(machine, symbol, &address, &size), "%s", musim_error(machine));
    return address;
}

static void read_object(const char *symbol, void *bytes, size_t size) {
    ck_assert(musim_read(machine, address_of(symbol), bytes, size));
}

static void run(void) {
    ck_assert_int_eq(musim_run(machine), MUSIM_DONE);
    ck_assert_uint_eq(musim_result(machine), 0);
}

static void launch(const struct musim_kernel *kernel) {
    ck_assert_msg(musim_launch(machine, kernel), "%s", musim_error(machine));
    run();
}

/* ---- ids and sizes ---- */

static uint32_t ceiling(uint32_t a, uint32_t b) {
    return a / b + (a % b != 0);
}

static void expect_item(const struct item *item, const struct musim_kernel *kernel,
                        const uint32_t at[3]) {
    ck_assert_uint_eq(item->executed, 1);
    for (unsigned d = 0; d < 3; d++) {
        uint32_t global = d < kernel->dimensions ? kernel->global[d] : 1;
        uint32_t local = d < kernel->dimensions ? kernel->local[d] : 1;
        uint32_t offset = d < kernel->dimensions ? kernel->offset[d] : 0;
        uint32_t rest = global - at[d] / local * local;
        ck_assert_uint_eq(item->global[d], at[d] + offset);
        ck_assert_uint_eq(item->local[d], at[d] % local);
        ck_assert_uint_eq(item->group[d], at[d] / local);
        ck_assert_uint_eq(item->local_size[d], rest < local ? rest : local);
    }
}

static void expect_sizes(const struct musim_kernel *kernel) {
    uint32_t sizes[15];
    read_object("sizes", sizes, sizeof sizes);
    for (unsigned d = 0; d < 3; d++) {
        bool is_one = d >= kernel->dimensions;
        ck_assert_uint_eq(sizes[d], is_one ? 1 : kernel->global[d]);
        ck_assert_uint_eq(sizes[3 + d], is_one ? 1 : kernel->local[d]);
        ck_assert_uint_eq(sizes[6 + d], is_one ? 1 : ceiling(kernel->global[d], kernel->local[d]));
        ck_assert_uint_eq(sizes[9 + d], is_one ? 0 : kernel->offset[d]);
        ck_assert_uint_eq(sizes[12 + d], kernel->dimensions);
    }
}

static void look(const struct musim_kernel *sizes) {
    static struct item items[MOST];
    static const uint8_t nothing[sizeof items];
    uint32_t argument = address_of("items"), at[3], number = 0;
    struct musim_kernel kernel = *sizes;
    kernel.name = "look";
    kernel.arguments = &argument;
    kernel.argument_bytes = sizeof argument;
    ck_assert(musim_write(machine, argument, nothing, sizeof nothing));
    launch(&kernel);
    read_object("items", items, sizeof items);
    uint32_t y = kernel.dimensions > 1 ? kernel.global[1] : 1;
    uint32_t z = kernel.dimensions > 2 ? kernel.global[2] : 1;
    for (at[2] = 0; at[2] < z; at[2]++)
        for (at[1] = 0; at[1] < y; at[1]++)
            for (at[0] = 0; at[0] < kernel.global[0]; at[0]++)
                expect_item(&items[number++], &kernel, at);
    for (; number < MOST; number++)
        ck_assert_uint_eq(items[number].executed, 0);
    expect_sizes(&kernel);
}

/* What is behind the dimensions does not count. */
static const struct musim_kernel shapes[] = {
    {.dimensions = 1, .global = {1}, .local = {1}},
    {.dimensions = 1, .global = {1000}, .local = {64}, .offset = {0, 7, 7}},
    {.dimensions = 1, .global = {1000, 0, 9}, .local = {33, 0}, .offset = {4000000000}},
    {.dimensions = 1, .global = {3}, .local = {256}},
    {.dimensions = 1, .global = {4096}, .local = {256}},
    {.dimensions = 1, .global = {97}, .local = {1}},
    {.dimensions = 2, .global = {70, 5}, .local = {33, 3}, .offset = {1, 1000}},
    {.dimensions = 2, .global = {1, 513}, .local = {1, 17}},
    {.dimensions = 2, .global = {64, 64}, .local = {16, 16}},
    {.dimensions = 3, .global = {13, 11, 7}, .local = {5, 3, 2}, .offset = {1, 2, 3}},
    {.dimensions = 3, .global = {1, 1, 300}, .local = {1, 1, 256}},
    {.dimensions = 3, .global = {17, 2, 3}, .local = {4, 8, 8}},
};

START_TEST(every_work_item_finds_its_place) {
    static const unsigned clusters[] = {1, 2, 5};
    for (unsigned c = 0; c < sizeof clusters / sizeof *clusters; c++) {
        begin_with(clusters[c]);
        for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
            look(&shapes[i]);
        end();
    }
}
END_TEST

START_TEST(an_empty_grid_runs_nothing) {
    begin();
    uint32_t argument = address_of("items");
    struct musim_kernel kernel = {.name = "look",
                                  .dimensions = 3,
                                  .global = {5, 5, 5},
                                  .local = {4, 4, 4},
                                  .arguments = &argument,
                                  .argument_bytes = sizeof argument};
    for (unsigned d = 0; d < 3; d++) {
        struct musim_kernel empty = kernel;
        struct musim_stats stats;
        uint32_t executed;
        empty.global[d] = 0;
        launch(&empty);
        musim_get_stats(machine, &stats);
        ck_assert_uint_eq(stats.warp_instructions, 0);
        read_object("items", &executed, sizeof executed);
        ck_assert_uint_eq(executed, 0);
    }
    look(&kernel);
    end();
}
END_TEST

/* ---- arguments ---- */

struct taken { /* as ILP32 lays it out, which for these is the host's way */
    uint8_t a;
    int8_t b;
    uint8_t c;
    int16_t d;
    uint16_t e;
    int32_t f;
    uint32_t g;
    int64_t h;
    uint64_t i;
    float j;
    double k;
    int32_t l;
    struct {
        float x;
        int16_t tag[3];
        double wide;
    } m;
    uint32_t n, o, p;
};

START_TEST(arguments_arrive) {
    begin();
    struct taken taken = {.a = 1,
                          .b = -2,
                          .c = 250,
                          .d = -300,
                          .e = 65000,
                          .f = -70000,
                          .g = 4000000000,
                          .h = -5000000000,
                          .i = 1ull << 63,
                          .j = 0.5f,
                          .k = -0.25,
                          .l = 1,
                          .m = {1.5f, {-1, 2, -3}, 0.125},
                          .n = address_of("words"),
                          .o = 4};
    const uint32_t expected[] = {1, -2u, 250, -300u, 65000, -70000u, 4000000000};
    uint32_t words[22];
    launch(&(struct musim_kernel){.name = "take",
                                  .dimensions = 1,
                                  .global = {40},
                                  .local = {40},
                                  .arguments = &taken,
                                  .argument_bytes = sizeof taken});
    read_object("words", words, sizeof words);
    ck_assert_mem_eq(words, expected, sizeof expected);
    ck_assert_mem_eq(&words[7], &taken.h, 8);
    ck_assert_mem_eq(&words[9], &taken.i, 8);
    ck_assert_mem_eq(&words[11], &taken.j, 4);
    ck_assert_mem_eq(&words[12], &taken.k, 8);
    ck_assert_uint_eq(words[14], 1);
    ck_assert_mem_eq(&words[15], &taken.m, 10);
    ck_assert_mem_eq(&words[19], &taken.m.wide, 8);
    ck_assert_uint_eq(words[21], 8);
    end();
}
END_TEST

START_TEST(groups_have_memory_of_their_own) {
    begin();
    const uint32_t arguments[] = {address_of("sums"), 4 * 45, 4};
    uint32_t sums[6 * 9];
    launch(&(struct musim_kernel){.name = "sum",
                                  .dimensions = 2,
                                  .global = {50, 41},
                                  .local = {9, 5},
                                  .arguments = arguments,
                                  .argument_bytes = sizeof arguments});
    read_object("sums", sums, sizeof sums);
    for (uint32_t gy = 0; gy < 9; gy++)
        for (uint32_t gx = 0; gx < 6; gx++) {
            uint32_t sum = 1, size = 0;
            for (uint32_t y = 5 * gy; y < 5 * gy + 5 && y < 41; y++)
                for (uint32_t x = 9 * gx; x < 9 * gx + 9 && x < 50; x++, size++)
                    sum += 50 * y + x;
            ck_assert_uint_eq(sums[6 * gy + gx], sum + 2 * (size - 1));
        }
    end();
}
END_TEST

START_TEST(work_items_tell_each_other_how_often_to_go_round) {
    begin();
    const uint32_t arguments[] = {address_of("sums"), address_of("sizes")};
    uint32_t sums[70], sizes[4] = {3, 0, 4, 1};
    ck_assert(musim_write(machine, arguments[1], sizes, sizeof sizes));
    launch(&(struct musim_kernel){.name = "rounds",
                                  .dimensions = 1,
                                  .global = {70},
                                  .local = {20},
                                  .arguments = arguments,
                                  .argument_bytes = sizeof arguments});
    read_object("sums", sums, sizeof sums);
    for (uint32_t id = 0; id < 70; id++) {
        uint32_t sum = 0;
        for (uint32_t i = 0; i < sizes[id / 20]; i++)
            sum += sizes[i] * (id % 20);
        ck_assert_uint_eq(sums[id], sum);
    }
    end();
}
END_TEST

START_TEST(kernels_follow_each_other_and_call_each_other) {
    begin();
    const uint32_t arguments[] = {address_of("sums"), 10};
    uint32_t sums[100];
    struct musim_kernel kernel = {.name = "add",
                                  .dimensions = 1,
                                  .global = {100},
                                  .local = {30},
                                  .arguments = arguments,
                                  .argument_bytes = sizeof arguments};
    launch(&kernel);
    kernel.name = "add_twice";
    launch(&kernel);
    read_object("sums", sums, sizeof sums);
    for (uint32_t i = 0; i < 100; i++)
        ck_assert_uint_eq(sums[i], 20 + i);
    kernel.name = "count_differently";
    kernel.argument_bytes = 4;
    launch(&kernel);
    read_object("sums", sums, sizeof sums);
    for (uint32_t i = 0; i < 100; i++)
        ck_assert_uint_eq(sums[i], 20 + i + i * (i - 1) / 2);
    launch(&(struct musim_kernel){
        .name = "without_arguments", .dimensions = 1, .global = {3}, .local = {2}});
    read_object("words", sums, 16);
    ck_assert_uint_eq(sums[2], 5);
    ck_assert_uint_eq(sums[3], 0);
    ck_assert(musim_launch(machine, &(struct musim_kernel){0}));
    ck_assert_int_eq(musim_run(machine), MUSIM_DONE);
    ck_assert_uint_eq(musim_result(machine), 3);
    end();
}
END_TEST

START_TEST(kernels_have_namespaces) {
    begin();
    const struct {
        uint8_t pixel[4];
        uint8_t channel;
        uint32_t to;
    } arguments = {{10, 20, 30, 40}, 2, address_of("sums")};
    uint32_t sums[8];
    launch(&(struct musim_kernel){.name = "image::extract",
                                  .dimensions = 1,
                                  .global = {8},
                                  .local = {8},
                                  .arguments = &arguments,
                                  .argument_bytes = sizeof arguments});
    read_object("sums", sums, sizeof sums);
    ck_assert_uint_eq(sums[0], 30);
    ck_assert_uint_eq(sums[7], 30);
    end();
}
END_TEST

/* ---- what is no launch ---- */

/* Of "sum", but for what is set. */
struct refused {
    const char *name;
    unsigned dimensions;
    uint32_t global[3], local[3], offset[3];
    uint32_t arguments[3];
    size_t argument_bytes;
    const char *error;
};

static const struct refused refused[] = {
    {.error = "kernel 'sum' is launched in 1 to 3 dimensions, not 0"},
    {.dimensions = 4, .error = "kernel 'sum' is launched in 1 to 3 dimensions, not 4"},
    {.dimensions = 2,
     .global = {9, 9},
     .local = {3, 0},
     .error = "the local size is 0 in dimension 1"},
    {.dimensions = 1, .global = {0}, .local = {0}, .error = "the local size is 0 in dimension 0"},
    {.dimensions = 3,
     .global = {9, 9, 9},
     .local = {300, 300, 2},
     .error = "work-groups of 300 x 300 x 2 work-items: more than 65536"},
    {.dimensions = 3,
     .global = {9, 9, 9},
     .local = {1u << 31, 1u << 31, 4},
     .error = "work-groups of 2147483648 x 2147483648 x 4 work-items: more than 65536"},
    {.dimensions = 2,
     .global = {65536, 65536},
     .local = {1, 1},
     .error = "global size 65536 x 65536 x 1: more than 2^32 - 1 work-items"},
    {.dimensions = 3,
     .global = {UINT32_MAX, UINT32_MAX, UINT32_MAX},
     .local = {1, 1, 1},
     .error = "global size 4294967295 x 4294967295 x 4294967295: more than 2^32 - 1 work-items"},
    {.dimensions = 2,
     .global = {1, 10},
     .local = {1, 1},
     .offset = {0, UINT32_MAX - 9},
     .error = "global size 10 from offset 4294967286 in dimension 1 reaches beyond 2^32 - 1"},
    {.dimensions = 1,
     .global = {9},
     .local = {3},
     .argument_bytes = 8,
     .error = "kernel 'sum' takes 12 bytes of arguments, not 8"},
    {.dimensions = 1,
     .global = {9},
     .local = {3},
     .arguments = {0, 4, 0},
     .argument_bytes = 12,
     .error = "argument 3 ('carry') of kernel 'sum': group memory of 0 bytes"},
    {.dimensions = 1,
     .global = {9},
     .local = {3},
     .arguments = {0, 0x1f000, 0x1000},
     .argument_bytes = 12,
     .error = "kernel 'sum' with 132112 bytes of group memory: a cluster has "},
    {.dimensions = 1,
     .global = {9},
     .local = {3},
     .arguments = {0, UINT32_MAX, UINT32_MAX},
     .argument_bytes = 12,
     .error = "kernel 'sum' with 8589935632 bytes of group memory: a cluster has "},
    {.name = "of_a_size",
     .dimensions = 2,
     .global = {8, 8},
     .local = {4, 8},
     .argument_bytes = 4,
     .error = "kernel 'of_a_size' needs work-groups of 8 x 4 x 1 work-items, not 4 x 8 x 1"},
    {.name = "of_a_size",
     .dimensions = 2,
     .global = {8, 8},
     .local = {8, 4},
     .argument_bytes = 0,
     .error = "kernel 'of_a_size' takes 4 bytes of arguments, not 0"},
    {.name = "main",
     .dimensions = 1,
     .global = {8},
     .local = {8},
     .error =
         "'main' is no kernel for work-items (__kernel): it is launched over a grid of blocks"},
    {.name = "lost", .dimensions = 1, .error = "no symbol 'lost' in "},
};

START_TEST(what_does_not_fit_is_refused) {
    begin();
    const uint32_t arguments[] = {address_of("sums"), 10};
    ck_assert(musim_launch(machine, &(struct musim_kernel){.name = "add",
                                                           .dimensions = 1,
                                                           .global = {2},
                                                           .local = {2},
                                                           .arguments = arguments,
                                                           .argument_bytes = sizeof arguments}));
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        const struct refused *row = &refused[i];
        struct musim_kernel kernel = {.name = row->name ? row->name : "sum",
                                      .dimensions = row->dimensions,
                                      .arguments = row->arguments,
                                      .argument_bytes = row->argument_bytes};
        memcpy(kernel.global, row->global, sizeof kernel.global);
        memcpy(kernel.local, row->local, sizeof kernel.local);
        memcpy(kernel.offset, row->offset, sizeof kernel.offset);
        ck_assert_msg(!musim_launch(machine, &kernel), "%s", row->error);
        ck_assert_msg(!strncmp(musim_error(machine), row->error, strlen(row->error)), "%s",
                      musim_error(machine));
    }
    /* The launch that was prepared before is still there. */
    uint32_t sums[2];
    run();
    read_object("sums", sums, sizeof sums);
    ck_assert_uint_eq(sums[1], 10);
    end();
}
END_TEST

START_TEST(arguments_are_looked_at) {
    begin();
    struct taken taken = {.a = 2, .n = address_of("words"), .o = 4};
    struct musim_kernel kernel = {.name = "take",
                                  .dimensions = 1,
                                  .global = {1},
                                  .local = {1},
                                  .arguments = &taken,
                                  .argument_bytes = sizeof taken};
    ck_assert(!musim_launch(machine, &kernel));
    ck_assert_str_eq(musim_error(machine), "argument 1 ('a') of kernel 'take': a bool is 0 or 1");
    kernel.arguments = NULL;
    ck_assert(!musim_launch(machine, &kernel));
    ck_assert_str_eq(musim_error(machine), "96 bytes of arguments that are nowhere");
    end();
}
END_TEST

START_TEST(signatures_can_be_asked_for) {
    begin();
    const struct neutrino_kernel *kernels, *kernel;
    ck_assert_uint_eq(musim_kernels(machine, &kernels), 12);
    ck_assert_str_eq(kernels[0].name, "look");
    kernel = musim_find_kernel(machine, "sum");
    ck_assert_ptr_nonnull(kernel);
    ck_assert_uint_eq(kernel->parameter_count, 3);
    ck_assert_str_eq(kernel->parameters[1].name, "values");
    ck_assert_str_eq(kernel->parameters[1].type, "__shared uint32_t *");
    ck_assert_int_eq(kernel->parameters[1].kind, NEUTRINO_LOCAL);
    ck_assert_uint_eq(kernel->local_bytes, 1028);
    kernel = musim_find_kernel(machine, "of_a_size");
    ck_assert_uint_eq(kernel->local_size[1], 4);
    ck_assert_ptr_null(musim_find_kernel(machine, "main"));
    ck_assert_ptr_nonnull(strstr(musim_error(machine), "no kernel 'main' in "));
    end();
    machine = musim_create(&(struct musim_config){0});
    ck_assert_uint_eq(musim_kernels(machine, &kernels), 0);
    ck_assert_ptr_null(musim_find_kernel(machine, "sum"));
    ck_assert_str_eq(musim_error(machine), "no kernel 'sum' in the program");
    end();
}
END_TEST

SUITE("launches of work-items", NULL, NULL, every_work_item_finds_its_place,
      an_empty_grid_runs_nothing, arguments_arrive, groups_have_memory_of_their_own,
      work_items_tell_each_other_how_often_to_go_round,
      kernels_follow_each_other_and_call_each_other, kernels_have_namespaces,
      what_does_not_fit_is_refused, arguments_are_looked_at, signatures_can_be_asked_for)
