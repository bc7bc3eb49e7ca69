#include "support/array.h"

#include "tests/suite.h"

#include <stdint.h>
#include <stdlib.h>

struct list {
    int *items;
    unsigned count;
};

static void add_many(struct list *list, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        int number = (int)list->count;
        *ARRAY_ADD(list->items, list->count) = number;
    }
}

START_TEST(keeps_what_is_in_it) {
    struct list list = {0};
    add_many(&list, 1000);
    ck_assert_uint_eq(list.count, 1000);
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(list.items[i], i);
    free(list.items);
}
END_TEST

START_TEST(grows_at_powers_of_two_only) {
    struct list list = {0};
    add_many(&list, 1);
    int *first = list.items;
    add_many(&list, 7);
    ck_assert_ptr_eq(list.items, first);
    add_many(&list, 1);
    int *second = list.items;
    add_many(&list, 7);
    ck_assert_ptr_eq(list.items, second);
    free(list.items);
}
END_TEST

/* The sanitizers see a write beyond the array's end. */
START_TEST(grows_again_after_a_loss) {
    for (unsigned left = 0; left < 20; left++) {
        struct list list = {0};
        add_many(&list, 20);
        list.count = left;
        add_many(&list, 40);
        for (unsigned i = 0; i < list.count; i++)
            ck_assert_int_eq(list.items[i], (int)i);
        free(list.items);
    }
}
END_TEST

START_TEST(elements_have_any_size) {
    struct pair {
        char letter;
        uint64_t number;
    } *pairs = NULL;
    size_t count = 0;
    for (unsigned i = 0; i < 100; i++)
        *ARRAY_ADD(pairs, count) = (struct pair){(char)i, i};
    ck_assert_uint_eq(pairs[99].number, 99);
    free(pairs);
}
END_TEST

SUITE("array", NULL, NULL, keeps_what_is_in_it, grows_at_powers_of_two_only,
      grows_again_after_a_loss, elements_have_any_size)
