/* "did you mean …?": the word of a list that a misspelt one most likely stands for. */
#ifndef SUPPORT_NEAREST_H
#define SUPPORT_NEAREST_H

#include <stddef.h>

/* A search under way: offer it each word in turn, then take the one that is nearest. */
struct nearest {
    const char *wrong;
    const char *word; /* the best so far, NULL if none comes near; as offered, not copied */
    unsigned distance;
};

/* Near is what takes no more edits than a third of the misspelt word's length, or what begins with
 * it but for a quarter. An edit inserts, removes or replaces a byte, or swaps two neighbours
 * (Damerau-Levenshtein, each byte edited once). The first of several words that are equally near
 * is taken. */
struct nearest nearest_to(const char *wrong);
void nearest_offer(struct nearest *search, const char *word);

/* The number of edits between two words. */
unsigned nearest_distance(const char *a, const char *b);

/* Text to append to a message: "; did you mean 'WORD'?", or otherwise if there is no such word.
 * The caller frees it. */
char *nearest_hint(const struct nearest *search, const char *otherwise);

#endif
