#include <neutrino/task.h>

#include "sizes.h"

static int *right;

void open_task(int *count) {
    right = count;
}

static void check(const unsigned char *bytes, int size) {
    for (int i = 0; i < size; i++)
        if (bytes[i] != BYTE(size, i)) {
            printf("size %d: byte %d is %d, not %d\n", size, i, bytes[i], BYTE(size, i));
            return;
        }
    ++*right;
}

#define DEFINE(size)                                                                               \
    struct bytes##size {                                                                           \
        unsigned char b[size];                                                                     \
    };                                                                                             \
    void send##size##_task(struct bytes##size all) {                                               \
        check(all.b, size);                                                                        \
    }
SIZES(DEFINE)
