/* What a cluster's program writes on the console: it goes straight out, or, where clusters run side
 * by side, is kept with the round in which it was written until it can be put in order. */
#ifndef MUSIM_MACHINE_TRANSCRIPT_H
#define MUSIM_MACHINE_TRANSCRIPT_H

#include "neutrino/musim.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct console {
    FILE *stream;
    const struct musim_watcher *watcher; /* who is told before; NULL: nobody */
};

struct transcript {
    bool keep;
    char *bytes;
    size_t length, capacity;
    struct transcript_part {
        uint64_t round;
        size_t end; /* in bytes */
    } *parts;
    size_t part_count;
    size_t written; /* parts */
};

void transcript_put(struct transcript *transcript, uint64_t round, const char *bytes, size_t length,
                    const struct console *console);
/* Whether something is kept that has not been written; if so, in which round its next part was
 * made, and writing that part. */
bool transcript_pending(const struct transcript *transcript);
uint64_t transcript_round(const struct transcript *transcript);
void transcript_write_next(struct transcript *transcript, const struct console *console);
/* Forgets what is kept. */
void transcript_clear(struct transcript *transcript);
void transcript_free(struct transcript *transcript);

#endif
