/* The boilerplate stands behind a source whose macros and names it must not meet. */
#include "nbc/emit.h"
#include "support/array.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* What the boilerplate means as the language has it. */
static const char *const language_words[] = {
    "_Bool",    "_Float16",      "_Static_assert", "__aligned__",
    "__asm__",  "__attribute__", "__bf16",         "__builtin_offsetof",
    "__fp16",   "__int128",      "__packed__",     "__restrict",
    "__shared", "char",          "clang",          "const",
    "double",   "enum",          "extern",         "float",
    "int",      "long",          "noinline",       "short",
    "signed",   "sizeof",        "static",         "struct",
    "typedef",  "union",         "unsigned",       "void",
    "volatile",
};

static int compare(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), size = strlen(end);
    return length >= size && !strcmp(text + length - size, end);
}

/* Names of ours are unlike the sources' already. */
static bool is_own(const char *word) {
    return !strncmp(word, "neutrino_", 9) || !strncmp(word, "NEUTRINO_", 9);
}

static bool is_language(const char *word) {
    return bsearch(&word, language_words, sizeof language_words / sizeof *language_words,
                   sizeof *language_words, compare) != NULL;
}

/* The end of what starts here and has no names: a comment, a string, a directive. */
static const char *skip(const char *text) {
    const char *end = NULL;
    if (text[0] == '/' && text[1] == '*')
        end = strstr(text, "*/");
    else if (*text == '"')
        end = strchr(text + 1, '"');
    else if (*text == '#')
        end = strchr(text, '\n');
    return end ? end + 1 : NULL;
}

/* Every identifier and keyword, in order, each once; numbers have none. */
static struct string_list find_words(const char *text) {
    struct string_list words = {0};
    while (*text) {
        const char *start = text, *behind = skip(text);
        text = behind ? behind : text + 1;
        if (behind ||
            (!isalnum((unsigned char)*start) && *start != '_' && (signed char)*start >= 0))
            continue;
        while (isalnum((unsigned char)*text) || *text == '_' || (signed char)*text < 0)
            text++;
        char *word = xstrndup(start, (size_t)(text - start));
        if (!isdigit((unsigned char)*word))
            string_list_add(&words, word);
        free(word);
    }
    if (words.count)
        qsort(words.items, words.count, sizeof *words.items, compare);
    return words;
}

void emit_aliases(FILE *out, const char *text) {
    struct string_list words = find_words(text);
    for (size_t i = 0; i < words.count; i++) {
        const char *word = words.items[i];
        /* Macros of these are the compiler's own. */
        if ((i && !strcmp(word, words.items[i - 1])) || ends_with(word, "_TYPE__"))
            continue;
        fprintf(out, "#undef %s\n", word);
        if (!is_language(word) && !is_own(word))
            fprintf(out, "#define %s neutrino_own_%s\n", word, word);
    }
    string_list_free(&words);
}
