/* Channels of slot numbers, without locks: from one thread to one other, in order. A slot is in one
 * channel at a time, so a channel has room for all there are and never is full. */
#ifndef LIBTASK_OVERLAY_HOST_CHANNEL_H
#define LIBTASK_OVERLAY_HOST_CHANNEL_H

#include "neutrino/overlay.h"

#include <stdatomic.h>

#define CHANNEL_ROOM                                                                               \
    (2 * OVERLAY_SLOTS) /* a power of two; with what is not the number of a slot                   \
                         */

struct channel {
    _Alignas(64) atomic_uint written; /* by the writer, */
    _Alignas(64) unsigned read;       /* and by the reader alone */
    int8_t slots[CHANNEL_ROOM];
};

static inline void channel_write(struct channel *channel, int slot) {
    unsigned at = atomic_load_explicit(&channel->written, memory_order_relaxed);
    channel->slots[at % CHANNEL_ROOM] = (int8_t)slot;
    atomic_store(&channel->written, at + 1); /* sequentially consistent: see event.h */
}

static inline bool channel_has(const struct channel *channel) {
    return atomic_load(&channel->written) != channel->read;
}

/* Of a channel that has something. */
static inline int channel_read(struct channel *channel) {
    return channel->slots[channel->read++ % CHANNEL_ROOM];
}

#endif
