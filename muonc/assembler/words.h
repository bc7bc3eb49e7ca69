/* Words of assembly text. */
#ifndef MUONC_ASSEMBLER_WORDS_H
#define MUONC_ASSEMBLER_WORDS_H

#include "muonc/assembler/statement.h"

#include <ctype.h>
#include <string.h>

static inline bool word_has(char c) {
    return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '$' || c == '@';
}

/* The word that begins there; empty if none does. */
static inline struct span word_at(const char *text, size_t at, size_t end) {
    struct span word = {at, at};
    while (word.end < end && word_has(text[word.end]))
        word.end++;
    return word;
}

static inline bool span_is_empty(struct span span) {
    return span.begin == span.end;
}

static inline bool word_same(const char *text, struct span a, struct span b) {
    return a.end - a.begin == b.end - b.begin &&
           memcmp(text + a.begin, text + b.begin, a.end - a.begin) == 0;
}

static inline bool word_equals(const char *text, struct span span, const char *word) {
    return strlen(word) == span.end - span.begin &&
           strncasecmp(text + span.begin, word, strlen(word)) == 0;
}

static inline bool word_is_one_of(const char *text, struct span span, const char *const *words) {
    for (; *words; words++)
        if (word_equals(text, span, *words))
            return true;
    return false;
}

/* Whether a directive opens, or closes, the body of a macro or of a repetition. */
static inline bool word_opens_body(const char *text, struct span head) {
    static const char *const words[] = {".macro", ".irp", ".irpc", ".rept", NULL};
    return word_is_one_of(text, head, words);
}

static inline bool word_closes_body(const char *text, struct span head) {
    static const char *const words[] = {".endm", ".endmacro", ".endr", NULL};
    return word_is_one_of(text, head, words);
}

static inline struct span word_trim(const char *text, struct span span) {
    while (span.begin < span.end && isspace((unsigned char)text[span.begin]))
        span.begin++;
    while (span.begin < span.end && isspace((unsigned char)text[span.end - 1]))
        span.end--;
    return span;
}

#endif
