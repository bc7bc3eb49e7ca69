/* The names of checks. */
#include "neutrino/musim.h"

#include <string.h>

static const char *const names[] = {"uniform", "races", "memory", "all", NULL};
static const unsigned bits[] = {MUSIM_CHECK_UNIFORM, MUSIM_CHECK_RACES, MUSIM_CHECK_MEMORY,
                                MUSIM_CHECK_ALL};

const char *const *musim_checks(void) {
    return names;
}

static unsigned find(const char *word, size_t length) {
    for (size_t i = 0; names[i]; i++)
        if (strlen(names[i]) == length && !memcmp(names[i], word, length))
            return bits[i];
    return 0;
}

bool musim_parse_checks(const char *list, unsigned *checks, const char **bad) {
    *checks = 0;
    for (const char *word = list;; word++) {
        size_t length = strcspn(word, ",");
        unsigned found = find(word, length);
        if (!found) {
            *bad = word;
            return false;
        }
        *checks |= found;
        word += length;
        if (!*word)
            return true;
    }
}
