/* The console: who writes to it has a line of its own, which goes out in one piece, so that lines
 * of different warps do not interleave. */
#include "musim/device/device.h"

#include "support/alloc.h"

#include <stdlib.h>

enum { LINE_BYTES = 4096 }; /* a longer line goes out in several pieces */

struct line {
    unsigned length;
    char bytes[LINE_BYTES];
};

struct console {
    const struct device_host *host;
    struct line *lines[DEVICE_REQUESTERS]; /* NULL until it writes */
};

static void *create(const struct device_host *host) {
    struct console *console = xcalloc(1, sizeof *console);
    console->host = host;
    return console;
}

static void destroy(void *device) {
    struct console *console = device;
    for (unsigned who = 0; who < DEVICE_REQUESTERS; who++)
        free(console->lines[who]);
    free(console);
}

static void reset(void *device) {
    struct console *console = device;
    for (unsigned who = 0; who < DEVICE_REQUESTERS; who++)
        if (console->lines[who])
            console->lines[who]->length = 0;
}

/* What there is of a line that has no end yet. */
static void flush(void *device, unsigned who) {
    struct console *console = device;
    struct line *line = console->lines[who];
    if (!line || !line->length)
        return;
    console->host->print(console->host->context, line->bytes, line->length);
    line->length = 0;
}

static bool store(void *device, unsigned who, uint64_t offset, unsigned size, uint64_t value) {
    struct console *console = device;
    struct line *line = console->lines[who];
    (void)offset, (void)size;
    if (!line)
        line = console->lines[who] = xcalloc(1, sizeof *line);
    line->bytes[line->length++] = (char)value;
    if ((char)value == '\n' || line->length == LINE_BYTES)
        flush(console, who);
    return true;
}

const struct device_class device_console = {
    .create = create,
    .destroy = destroy,
    .reset = reset,
    .store = store,
    .ended = flush,
};
