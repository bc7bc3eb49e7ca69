#include "tests/suite.h"

#include "tests/musim/engine_host.h"

#include <fenv.h>
#include <math.h>

static void setup(void) {
    start_engine(&engine_matrix);
}

static void teardown(void) {
    engine_free(engine);
}

/* In the order of the registers. Addresses are offsets in shared memory. */
struct product {
    uint64_t a, b, c, m, n, k, lda, ldb, ldc, flags, tag;
};

enum { ACCUMULATE = NEUTRINO_MATRIX_ACCUMULATE, BF16 = NEUTRINO_MATRIX_BF16 };

static void run(struct product p) {
    uint64_t registers[11];
    ck_assert_uint_eq(sizeof registers, sizeof p);
    p.a += NEUTRINO_SHARED_WINDOW;
    p.b += NEUTRINO_SHARED_WINDOW;
    p.c += NEUTRINO_SHARED_WINDOW;
    memcpy(registers, &p, sizeof p);
    for (unsigned i = 0; i < 11; i++)
        set(8 * i, registers[i]);
    set(NEUTRINO_MATRIX_START, 1);
    ck_assert(engine_step(engine));
}

static float *floats(uint64_t offset) {
    return (float *)(shared_memory + offset);
}

static uint32_t bits_at(uint64_t offset) {
    uint32_t bits;
    memcpy(&bits, shared_memory + offset, 4);
    return bits;
}

static void set_bits(uint64_t offset, uint32_t bits) {
    memcpy(shared_memory + offset, &bits, 4);
}

/* ---- one triple loop, as the contract says it ---- */

static float widen(const uint8_t *memory, bool bf16, uint64_t index) {
    uint32_t bits = 0;
    memcpy((uint8_t *)&bits + (bf16 ? 2 : 0), memory + index * (bf16 ? 2 : 4), bf16 ? 2 : 4);
    float value;
    memcpy(&value, &bits, 4);
    return value;
}

static uint8_t expected[NEUTRINO_SHARED_BYTES];

static void reference(const struct product *p) {
    bool bf16 = p->flags & BF16;
    memcpy(expected, shared_memory, sizeof expected);
    for (uint64_t i = 0; i < p->m; i++)
        for (uint64_t j = 0; j < p->n; j++) {
            uint8_t *c = expected + p->c + 4 * (i * p->ldc + j);
            float sum = 0;
            if (p->flags & ACCUMULATE)
                sum = widen(shared_memory + p->c, false, i * p->ldc + j);
            for (uint64_t k = 0; k < p->k; k++)
                sum = fmaf(widen(shared_memory + p->a, bf16, i * p->lda + k),
                           widen(shared_memory + p->b, bf16, k * p->ldb + j), sum);
            uint32_t bits;
            memcpy(&bits, &sum, 4);
            if (isnan(sum) && p->k) /* no operation, no canonical NaN */
                bits = 0x7fc00000;
            memcpy(c, &bits, 4);
        }
}

static void expect_reference(struct product p) {
    reference(&p);
    run(p);
    expect("");
    ck_assert_mem_eq(shared_memory, expected, sizeof expected);
}

/* Moderate values, so that sums round; now and then an infinity, a NaN, a subnormal, -0. */
static void fill_with_floats(unsigned special) {
    for (uint64_t i = 0; i < NEUTRINO_SHARED_BYTES; i += 4) {
        uint32_t bits = (uint32_t)random_bits();
        uint32_t exponent = 117 + (bits >> 23) % 20;
        set_bits(i, (bits & 0x807fffff) | exponent << 23);
        if (special && draw(special) == 0)
            set_bits(i, (uint32_t[]){0x7f800000, 0xff800000, 0x7fc01234, 0xffa00000, 0x00000001,
                                     0x80000000, 0x7f7fffff, 0x807fffff}[draw(8)]);
    }
}

/* A random product whose operands do not overlap. */
static struct product draw_product(void) {
    struct product p = {.flags = draw(4), .m = 1 + draw(40), .n = 1 + draw(70), .k = draw(60)};
    p.lda = p.k + draw(9);
    p.ldb = p.n + draw(9);
    p.ldc = p.n + draw(9);
    uint64_t element = p.flags & BF16 ? 2 : 4;
    p.a = element * draw(100);
    p.b = 0x8000 + element * draw(100);
    p.c = 0x10000 + 4 * draw(100);
    return p;
}

START_TEST(random_products_are_the_references_to_the_bit) {
    for (unsigned i = 0; i < 400; i++) {
        fill_with_floats(0);
        expect_reference(draw_product());
    }
}
END_TEST

START_TEST(special_values_are_the_references_to_the_bit) {
    for (unsigned i = 0; i < 400; i++) {
        fill_with_floats(i % 2 ? 200 : 5);
        expect_reference(draw_product());
    }
}
END_TEST

START_TEST(every_small_shape) {
    fill_with_floats(0);
    for (uint64_t m = 1; m <= 9; m++)
        for (uint64_t n = 1; n <= 33; n++)
            for (uint64_t k = 0; k <= 3; k++)
                expect_reference(
                    (struct product){0, 0x8000, 0x10000, m, n, k, k, n, n, (m + n + k) % 4});
}
END_TEST

START_TEST(a_product_that_can_be_done_in_the_head) {
    memcpy(floats(0), (float[]){1, 2, 3, 4}, 16);
    memcpy(floats(0x100), (float[]){5, 6, 7, 8}, 16);
    memcpy(floats(0x200), (float[]){100, 100, 100, 100}, 16);
    run((struct product){0, 0x100, 0x200, 2, 2, 2, 2, 2, 2, 0, 9});
    expect("signal 9;");
    ck_assert_mem_eq(floats(0x200), ((float[]){19, 22, 43, 50}), 16);
    run((struct product){0, 0x100, 0x200, 2, 2, 2, 2, 2, 2, ACCUMULATE, 0});
    expect("");
    ck_assert_mem_eq(floats(0x200), ((float[]){38, 44, 86, 100}), 16);
    ck_assert_uint_eq(engine_work(engine), 16);
    ck_assert_uint_eq(engine_commands(engine), 2);
}
END_TEST

START_TEST(each_step_is_fused) {
    /* (1 + 2^-12)^2 - (1 + 2^-11) is 2^-24, which a rounded product would lose. */
    float x = 1 + 0x1p-12f;
    floats(0)[0] = x;
    floats(0x100)[0] = x;
    floats(0x200)[0] = -(1 + 0x1p-11f);
    run((struct product){0, 0x100, 0x200, 1, 1, 1, 1, 1, 1, ACCUMULATE});
    ck_assert_float_eq(floats(0x200)[0], 0x1p-24f);
}
END_TEST

START_TEST(k_ascends) {
    /* 1e30 - 1e30 + 1 is 1, in any other order of the three it may be 0. */
    memcpy(floats(0), (float[]){1e30f, -1e30f, 1}, 12);
    memcpy(floats(0x100), (float[]){1, 1, 1}, 12);
    run((struct product){0, 0x100, 0x200, 1, 1, 3, 3, 1, 1});
    ck_assert_float_eq(floats(0x200)[0], 1);
    memcpy(floats(0), (float[]){1, 1e30f, -1e30f}, 12);
    run((struct product){0, 0x100, 0x200, 1, 1, 3, 3, 1, 1});
    ck_assert_float_eq(floats(0x200)[0], 0);
}
END_TEST

START_TEST(the_sum_starts_from_plus_zero) {
    floats(0)[0] = -0.0f;
    floats(0x100)[0] = 1;
    run((struct product){0, 0x100, 0x200, 1, 1, 1, 1, 1, 1}); /* -0 + +0 = +0 */
    ck_assert_uint_eq(bits_at(0x200), 0);
    set_bits(0x200, 0x80000000);
    run((struct product){0, 0x100, 0x200, 1, 1, 1, 1, 1, 1, ACCUMULATE}); /* -0 + -0 = -0 */
    ck_assert_uint_eq(bits_at(0x200), 0x80000000);
}
END_TEST

START_TEST(nans_are_canonical) {
    set_bits(0, 0xffc12345);
    floats(0x100)[0] = 1;
    run((struct product){0, 0x100, 0x200, 1, 1, 1, 1, 1, 1});
    ck_assert_uint_eq(bits_at(0x200), 0x7fc00000);
    set_bits(0, 0x7f800000); /* infinity times 0 */
    floats(0x100)[0] = 0;
    run((struct product){0, 0x100, 0x200, 1, 1, 1, 1, 1, 1});
    ck_assert_uint_eq(bits_at(0x200), 0x7fc00000);
}
END_TEST

START_TEST(subnormals_are_kept) {
    set_bits(0, 1);
    floats(0x100)[0] = 3;
    run((struct product){0, 0x100, 0x200, 1, 1, 1, 1, 1, 1});
    ck_assert_uint_eq(bits_at(0x200), 3);
}
END_TEST

START_TEST(the_hosts_rounding_and_flags_make_no_difference_and_stay) {
    floats(0)[0] = 1;
    floats(0x100)[0] = 0x1p-30f;
    floats(0x200)[0] = 1;
    fesetround(FE_UPWARD);
    feclearexcept(FE_ALL_EXCEPT);
    run((struct product){0, 0x100, 0x200, 1, 1, 1, 1, 1, 1, ACCUMULATE});
    int rounding = fegetround(), raised = fetestexcept(FE_ALL_EXCEPT);
    fesetround(FE_TONEAREST);
    ck_assert_int_eq(rounding, FE_UPWARD);
    ck_assert_int_eq(raised, 0);
    ck_assert_float_eq(floats(0x200)[0], 1);
}
END_TEST

START_TEST(c_may_overlap_the_inputs) {
    memcpy(floats(0), (float[]){1, 2, 3, 4}, 16);
    run((struct product){0, 0, 0, 2, 2, 2, 2, 2, 2}); /* squared in place */
    ck_assert_mem_eq(floats(0), ((float[]){7, 10, 15, 22}), 16);
}
END_TEST

START_TEST(zero_sizes_signal_and_touch_nothing) {
    fill_with_floats(0);
    memcpy(expected, shared_memory, sizeof expected);
    run((struct product){1, 1, 1, 0, 5, 5, 0, 0, 0, 0, 1}); /* not even checked */
    run((struct product){1, 1, 1, 5, 0, 5, 0, 0, 0, 0, 2});
    run((struct product){1, 1, 1, 5, 5, 0, 0, 0, 0, ACCUMULATE, 3});
    expect("signal 1;signal 2;signal 3;");
    ck_assert_mem_eq(shared_memory, expected, sizeof expected);
}
END_TEST

START_TEST(an_empty_sum_is_zero) {
    fill_with_floats(0);
    run((struct product){1, 1, 0x200, 1, 3, 0, 0, 3, 3, 0, 3});
    expect("signal 3;");
    ck_assert_mem_eq(floats(0x200), ((float[]){0, 0, 0}), 12);
}
END_TEST

START_TEST(operands_may_end_where_shared_memory_ends) {
    fill_with_floats(0);
    uint64_t end = NEUTRINO_SHARED_BYTES;
    /* The last row needs its columns only, not the whole leading dimension. */
    expect_reference((struct product){end - 4 * (7 + 3), 0, 0x8000, 2, 4, 3, 7, 4, 4});
    expect_reference((struct product){0, end - 2 * (2 * 9 + 4), 0x8000, 2, 4, 3, 7, 9, 4, BF16});
    expect_reference((struct product){0, 0x4000, end - 4 * (11 + 4), 2, 4, 3, 7, 9, 11});
}
END_TEST

START_TEST(a_large_product) {
    fill_with_floats(0);
    expect_reference((struct product){0, 0x6000, 0xe000, 96, 96, 64, 64, 96, 96, BF16});
}
END_TEST

/* ---- faults ---- */

static void expect_fault(struct product p, const char *text) {
    memcpy(expected, shared_memory, sizeof expected);
    p.tag = 5;
    run(p);
    expect(text);
    ck_assert_mem_eq(shared_memory, expected, sizeof expected);
    ck_assert_uint_eq(engine_busy(engine), 0);
}

START_TEST(operands_outside_shared_memory_fault) {
    uint64_t global = GLOBAL - NEUTRINO_SHARED_WINDOW;
    expect_fault((struct product){global, 0, 0, 1, 1, 1, 1, 1, 1},
                 "fault at 0x10000000: matrix A is not in shared memory;");
    expect_fault((struct product){0, NEUTRINO_SHARED_BYTES, 0, 1, 1, 1, 1, 1, 1},
                 "fault at 0x100020000: matrix B is not in shared memory;");
    expect_fault((struct product){0, 0, (uint64_t)-4, 1, 1, 1, 1, 1, 1},
                 "fault at 0xfffffffc: matrix C is not in shared memory;");
}
END_TEST

START_TEST(operands_that_reach_beyond_shared_memory_fault) {
    uint64_t end = NEUTRINO_SHARED_BYTES;
    expect_fault((struct product){end - 4 * (7 + 3) + 4, 0, 0, 2, 4, 3, 7, 4, 4},
                 "fault at 0x10001ffdc: matrix A (2 x 3, leading dimension 7) reaches beyond "
                 "shared memory;");
    expect_fault((struct product){0, 0, end - 8, 1, 3, 1, 1, 3, 3},
                 "fault at 0x10001fff8: matrix C (1 x 3, leading dimension 3) reaches beyond "
                 "shared memory;");
}
END_TEST

START_TEST(enormous_sizes_fault) {
    uint64_t huge = UINT64_C(1) << 62;
    expect_fault((struct product){0, 0, 0, huge, 1, 1, huge, 1, 1},
                 "fault at 0x100000000: matrix A (4611686018427387904 x 1, leading dimension "
                 "4611686018427387904) reaches beyond shared memory;");
    expect_fault((struct product){0, 0, 0, 1, 1, UINT64_MAX, UINT64_MAX, 1, 1},
                 "fault at 0x100000000: matrix A (1 x 18446744073709551615, leading dimension "
                 "18446744073709551615) reaches beyond shared memory;");
    expect_fault((struct product){0, 0, 0, 1, huge, 0, 0, huge, huge},
                 "fault at 0x100000000: matrix C (1 x 4611686018427387904, leading dimension "
                 "4611686018427387904) reaches beyond shared memory;");
}
END_TEST

START_TEST(misaligned_operands_fault) {
    expect_fault((struct product){2, 0, 0, 1, 1, 1, 1, 1, 1},
                 "fault at 0x100000002: matrix A is not aligned to its 4-byte elements;");
    expect_fault((struct product){2, 1, 0, 1, 1, 1, 1, 1, 1, BF16},
                 "fault at 0x100000001: matrix B is not aligned to its 2-byte elements;");
    expect_fault((struct product){2, 2, 2, 1, 1, 1, 1, 1, 1, BF16},
                 "fault at 0x100000002: matrix C is not aligned to its 4-byte elements;");
}
END_TEST

START_TEST(leading_dimensions_less_than_a_row_fault) {
    expect_fault((struct product){0, 0x100, 0x200, 1, 1, 4, 3, 1, 1},
                 "fault at 0x100000000: matrix A: leading dimension 3 is less than its 4 "
                 "columns;");
    expect_fault((struct product){0, 0x100, 0x200, 1, 4, 1, 1, 3, 4},
                 "fault at 0x100000100: matrix B: leading dimension 3 is less than its 4 "
                 "columns;");
    expect_fault((struct product){0, 0x100, 0x200, 1, 4, 1, 1, 4, 0},
                 "fault at 0x100000200: matrix C: leading dimension 0 is less than its 4 "
                 "columns;");
}
END_TEST

START_TEST(unknown_flags_fault) {
    expect_fault((struct product){0, 0x100, 0x200, 1, 1, 1, 1, 1, 1, 4},
                 "fault at 0x300020048: matrix unit: unknown flags 0x4;");
}
END_TEST

START_TEST(the_registers_are_the_matrix_units) {
    uint64_t value;
    ck_assert_uint_eq(get(NEUTRINO_MATRIX_TAG), 0);
    ck_assert_uint_eq(get(NEUTRINO_MATRIX_BUSY), 0);
    ck_assert(!engine_load(engine, NEUTRINO_MATRIX_START, 8, &value));
    ck_assert(!engine_load(engine, NEUTRINO_MATRIX_BUSY + 8, 8, &value));
    set(NEUTRINO_MATRIX_TAG, 9);
    set(NEUTRINO_MATRIX_START, 1);
    ck_assert_uint_eq(get(NEUTRINO_MATRIX_BUSY), 1);
    ck_assert_uint_eq(engine_tag(engine, 0), 9);
}
END_TEST

SUITE("matrix unit", setup, teardown, random_products_are_the_references_to_the_bit,
      special_values_are_the_references_to_the_bit, every_small_shape,
      a_product_that_can_be_done_in_the_head, each_step_is_fused, k_ascends,
      the_sum_starts_from_plus_zero, nans_are_canonical, subnormals_are_kept,
      the_hosts_rounding_and_flags_make_no_difference_and_stay, c_may_overlap_the_inputs,
      zero_sizes_signal_and_touch_nothing, an_empty_sum_is_zero,
      operands_may_end_where_shared_memory_ends, a_large_product,
      operands_outside_shared_memory_fault, operands_that_reach_beyond_shared_memory_fault,
      enormous_sizes_fault, misaligned_operands_fault, leading_dimensions_less_than_a_row_fault,
      unknown_flags_fault, the_registers_are_the_matrix_units)
