/* Random command buffers, and the same commands one after the other as an oracle. */
#ifndef TESTS_LIBTASK_HOST_RANDOM_BUFFERS_H
#define TESTS_LIBTASK_HOST_RANDOM_BUFFERS_H

#include "tests/libtask/host/random.h"
#include "tests/libtask/host/rig.h"

enum { BUFFERS = 3, BYTES = 256, HOST = 64, MOST = 100 };

struct change {
    enum { WRITE, READ, COPY, FILL, LAUNCH, CALLBACK, BARRIER, KINDS } kind;
    uint32_t from, to;
    struct tk_region region;
    uint8_t value;
    uint32_t items; /* of a launch, which may get other buffers of so many bytes */
};

/* Buffers on a device whose program has the kernel `stir`. */
void random_begin(struct rig *on);
void random_end(void);

/* Often one that is refused: for its bounds, or because its sides overlap. */
struct change draw_change(struct random *random);
enum tk_status record_change(tk_command_buffer commands, const struct change *change);

/* A buffer of up to MOST commands, dispatched twice, and then with other buffers for launches. */
void random_compare(uint64_t seed);

#endif
