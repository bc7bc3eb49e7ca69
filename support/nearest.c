#include "support/nearest.h"

#include "support/alloc.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static unsigned least(unsigned a, unsigned b) {
    return a < b ? a : b;
}

/* Of two words, and of the first and the beginning of the second that is nearest to it. */
struct distances {
    unsigned whole, beginning;
};

/* Three rows of the usual table are enough: row i is about the first i bytes of a. */
static struct distances measure(const char *a, const char *b) {
    size_t width = strlen(b) + 1;
    unsigned *rows = xcalloc(3 * width, sizeof *rows);
    unsigned *before = rows, *last = rows + width, *row = rows + 2 * width;
    for (size_t j = 0; j < width; j++)
        last[j] = (unsigned)j;
    for (size_t i = 1; a[i - 1]; i++) {
        row[0] = (unsigned)i;
        for (size_t j = 1; j < width; j++) {
            unsigned replaced = last[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = least(replaced, least(last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        unsigned *free_row = before;
        before = last, last = row, row = free_row;
    }
    struct distances result = {last[width - 1], last[width - 1]};
    for (size_t j = 0; j < width; j++)
        result.beginning = least(result.beginning, last[j]);
    free(rows);
    return result;
}

unsigned nearest_distance(const char *a, const char *b) {
    return measure(a, b).whole;
}

struct nearest nearest_to(const char *wrong) {
    return (struct nearest){.wrong = wrong, .distance = UINT_MAX};
}

void nearest_offer(struct nearest *search, const char *word) {
    enum { BEGINNING = 3 }; /* fewer bytes begin too many words */
    size_t length = strlen(search->wrong);
    struct distances distances = measure(search->wrong, word);
    bool near = distances.whole <= length / 3;
    bool begins = length >= BEGINNING && distances.beginning <= length / 4;
    if ((near || begins) && distances.whole < search->distance) {
        search->distance = distances.whole;
        search->word = word;
    }
}

char *nearest_hint(const struct nearest *search, const char *otherwise) {
    return search->word ? xasprintf("; did you mean '%s'?", search->word) : xstrdup(otherwise);
}
