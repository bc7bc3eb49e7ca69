#include "muonc/lower/fix.h"

#include "support/alloc.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool is_among(const char *term, const char *names) {
    size_t length = strlen(term);
    for (const char *at = names; at && *at; at += strspn(at, " ")) {
        size_t name = strcspn(at, " ");
        if (name == length && !memcmp(at, term, length))
            return true;
        at += name;
    }
    return false;
}

static char *trim(char *term) {
    term += strspn(term, " \t");
    size_t length = strlen(term);
    while (length && strchr(" \t", term[length - 1]))
        length--;
    term[length] = '\0';
    return term;
}

static void append(char **flags, const char *term) {
    char *longer = *flags ? xasprintf("%s | %s", *flags, term) : xstrdup(term);
    free(*flags);
    *flags = longer;
}

char *fix_flags(const char *text, unsigned length, const char *drop, const char *add) {
    char *copy = xasprintf("%.*s", (int)length, text), *rest = copy, *fixed = NULL;
    bool understood = true, dropped = false;
    for (char *term; (term = strsep(&rest, "|"));) {
        term = trim(term);
        understood &= *term != '\0';
        /* Of another name we cannot tell what it is: a macro may be the whole call. */
        if (add)
            understood &= is_among(term, "SYNC ASYNC IMMEDIATE SIGNAL MANUAL DUMMY");
        if (is_among(term, drop))
            dropped = true;
        else
            append(&fixed, term);
    }
    free(copy);
    if (add)
        append(&fixed, add);
    if (understood && (dropped || add))
        return fixed;
    free(fixed);
    return NULL;
}
