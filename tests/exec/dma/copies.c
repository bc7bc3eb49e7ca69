/* Copies of boxes that are drawn at random, of all dimensions and both ways, at odd places and with odd
 * strides: the same on the host, which copies byte by byte.
 *
 * RUN: clang-19 -O1 -Wall -Wextra %s -o %t.host && %t.host >%t.expected && wc -l <%t.expected
 * RUN: for O in 0 1 2 3 s; do muonc -Wall -Wextra -O$O %s -o %t.elf && musim %t.elf | cmp - %t.expected; done
 * RUN: muonc -xc++ -Wall -Wextra -O2 %s -o %t.elf && musim %t.elf | cmp - %t.expected && muobjdump --neutrino %t.elf | grep tk_
 * RUN: muonc -O2 -mcores=1 -mwarps=3 -mlanes=1 %s -o %t.elf && musim %t.elf | cmp - %t.expected
 * RUN: muonc -O2 -DNDEBUG %s -o %t.elf && for seed in 1 2 3 4 5 6; do musim --perturb=$seed %t.elf | cmp - %t.expected; done
 * RUN: nbc tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && musim %t.elf | cmp - %t.expected && muobjdump --neutrino %t.elf | grep _task
 */
#include <stdint.h>
#include <stdio.h>
#ifdef __MUON__
#include <neutrino/dma.h>
#else
#include "host.h"
#endif

enum { CASES = 90, BYTES = 2560 };

struct box {
    uint32_t dimensions, to, from, bytes, rows, planes;
    uint32_t to_stride, from_stride, to_plane, from_plane;
};

static uint8_t global[BYTES];
static __shared uint8_t tile[BYTES];
static __shared uint32_t sums[1024];

static uint32_t draw(uint32_t *state, uint32_t limit) {
    *state = *state * 1664525 + 1013904223;
    return (*state >> 8) % limit;
}

static struct box draw_box(uint32_t *state, uint32_t number) {
    struct box box;
    box.dimensions = 1 + number % 3;
    box.to = draw(state, 300);
    box.from = draw(state, 300);
    box.bytes = 1 + draw(state, 40);
    box.rows = 1 + draw(state, 6);
    box.planes = 1 + draw(state, 4);
    box.to_stride = box.bytes + draw(state, 20);
    box.from_stride = box.bytes + draw(state, 20);
    box.to_plane = box.bytes + draw(state, 400);
    box.from_plane = box.bytes + draw(state, 400);
    return box;
}

#define COPY(name, to_memory, from_memory)                                                         \
    static tk_event_t name(struct box b) {                                                         \
        uint32_t dimensions = __uniform(b.dimensions);                                             \
        if (dimensions == 1)                                                                       \
            return tk_dma_##name##_1d(to_memory + b.to, from_memory + b.from, b.bytes, 0);         \
        if (dimensions == 2)                                                                       \
            return tk_dma_##name##_2d(to_memory + b.to, from_memory + b.from, b.bytes, b.rows,     \
                                      b.to_stride, b.from_stride, 0);                              \
        return tk_dma_##name##_3d(to_memory + b.to, from_memory + b.from, b.bytes, b.rows,         \
                                  b.to_stride, b.from_stride, b.planes, b.to_plane, b.from_plane,  \
                                  0);                                                              \
    }
COPY(read, tile, global)
COPY(write, global, tile)

static void meet(void) {
    tk_work_group_barrier(0, TK_SCOPE_WORK_GROUP,
                          TK_ACQUIRE_RELEASE | TK_MEMORY_WORK_GROUP | TK_MEMORY_CROSS_WORK_GROUP);
}

/* All of both memories, each byte by its place. */
static uint32_t add_up(void) {
    uint32_t sum = 0, id = tk_local_linear_id(), size = tk_local_size(0);
    for (uint32_t i = id; i < BYTES; i += size)
        sum += (global[i] + 256 * tile[i]) * (2654435761u * i + 1);
    sums[id] = sum;
    meet();
    sum = 0;
    for (uint32_t i = 0; i < size; i++)
        sum += sums[i];
    return sum;
}

static void run(uint32_t number, struct box box) {
    for (uint32_t i = tk_local_linear_id(); i < BYTES; i += tk_local_size(0)) {
        global[i] = (uint8_t)(i * i + number);
        tile[i] = (uint8_t)(i * 7 + (i >> 8) + number);
    }
    meet();
    tk_event_t event = number / 3 % 2 ? write(box) : read(box);
    tk_dma_wait(1, &event);
    uint32_t sum = add_up();
    if (tk_local_linear_id() == 0)
        printf("%u: %ud, %u x %u x %u: %08x\n", (unsigned)number, (unsigned)box.dimensions,
               (unsigned)box.bytes, (unsigned)box.rows, (unsigned)box.planes, (unsigned)sum);
    meet();
}

int main(void) {
    uint32_t state = 1;
    for (uint32_t number = 0; number < CASES; number++)
        run(number, draw_box(&state, number));
    return 0;
}
