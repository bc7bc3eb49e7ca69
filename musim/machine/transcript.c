#include "musim/machine/transcript.h"

#include "support/array.h"

#include <stdlib.h>
#include <string.h>

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
                    FILE *stream) {
    if (!transcript->keep) {
        fwrite(bytes, 1, length, stream);
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

void transcript_write_next(struct transcript *transcript, FILE *stream) {
    size_t start = transcript->written ? transcript->parts[transcript->written - 1].end : 0;
    fwrite(transcript->bytes + start, 1, transcript->parts[transcript->written].end - start,
           stream);
    transcript->written++;
}

void transcript_clear(struct transcript *transcript) {
    transcript->length = transcript->part_count = transcript->written = 0;
}

void transcript_free(struct transcript *transcript) {
    free(transcript->bytes);
    free(transcript->parts);
}
