#include "musim/machine/transcript.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

static void write_bytes(const struct console *console, const char *bytes, size_t length) {
    if (console->watcher && console->watcher->writes)
        console->watcher->writes(console->watcher->context, bytes, length);
    fwrite(bytes, 1, length, console->stream);
}

static void keep_bytes(struct transcript *transcript, const char *bytes, size_t length) {
    while (transcript->capacity - transcript->length < length) {
        transcript->capacity = transcript->capacity ? 2 * transcript->capacity : 4096;
        transcript->bytes = xrealloc(transcript->bytes, transcript->capacity);
    }
    memcpy(transcript->bytes + transcript->length, bytes, length);
    transcript->length += length;
}

static void end_part(struct transcript *transcript, uint64_t round) {
    *ARRAY_ADD(transcript->parts, transcript->part_count) =
        (struct transcript_part){round, transcript->length};
}

void transcript_put(struct transcript *transcript, uint64_t round, const char *bytes, size_t length,
                    const struct console *console) {
    if (!transcript->keep) {
        write_bytes(console, bytes, length);
        return;
    }
    keep_bytes(transcript, bytes, length);
    end_part(transcript, round);
}

bool transcript_pending(const struct transcript *transcript) {
    return transcript->written < transcript->part_count;
}

uint64_t transcript_round(const struct transcript *transcript) {
    return transcript->parts[transcript->written].round;
}

void transcript_write_next(struct transcript *transcript, const struct console *console) {
    size_t start = transcript->written ? transcript->parts[transcript->written - 1].end : 0;
    write_bytes(console, transcript->bytes + start,
                transcript->parts[transcript->written].end - start);
    transcript->written++;
}

void transcript_clear(struct transcript *transcript) {
    transcript->length = transcript->part_count = transcript->written = 0;
}

void transcript_free(struct transcript *transcript) {
    free(transcript->bytes);
    free(transcript->parts);
}
