#include "muonc/lower/macros.h"

#include "muonc/lower/needed.h"
#include "muonc/lower/tokens.h"

#include <string.h>

/* ---- definitions ---- */

/* If the line around `at` is a macro's definition, the name that it defines, or NULL. The line may
 * have begun lines before. */
static const char *defined_around(const char *text, const char *at) {
    const char *line = at;
    for (; line > text; line--)
        if (line[-1] == '\n' && !(line - text >= 2 && line[-2] == '\\') &&
            !(line - text >= 3 && line[-2] == '\r' && line[-3] == '\\'))
            break;
    line += strspn(line, " \t");
    if (*line != '#')
        return NULL;
    line += 1 + strspn(line + 1, " \t");
    if (strncmp(line, "define", 6) || !strchr(" \t\\", line[6]))
        return NULL;
    return text + token_next(text, (size_t)(line + 6 - text));
}

/* The bit of the builtin that has the name, 0 if none has. */
static unsigned wrapped_by(const char *name) {
    for (int kind = CALL_INVOKE; kind <= CALL_DEPS; kind++)
        if (token_is(name, 0, call_names[kind]))
            return 1u << kind;
    return 0;
}

static void note_word(struct macros *macros, const char *text, size_t size, const char *word) {
    const char *end = text + size;
    for (const char *at = text; (at = memmem(at, (size_t)(end - at), word, strlen(word)));) {
        const char *name = defined_around(text, at);
        macros->builtins |= name != NULL;
        macros->wrappers |= name ? wrapped_by(name) : 0;
        at += strlen(word);
    }
}

void macros_note(struct macros *macros, const char *text, size_t size, bool system) {
    note_word(macros, text, size, "neutrino");
    if (!system)
        note_word(macros, text, size, "##");
}

/* ---- a unit ---- */

struct search {
    CXTranslationUnit unit;
    const char *header;
    struct macros macros;
};

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), wanted = strlen(end);
    return length >= wanted && !strcmp(text + length - wanted, end);
}

static void note_file(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data) {
    struct search *search = data;
    size_t size;
    const char *text = clang_getFileContents(search->unit, file, &size);
    CXString name = clang_getFileName(file);
    CXSourceLocation begin = clang_getLocationForOffset(search->unit, file, 0);
    if (text && !ends_with(clang_getCString(name), search->header))
        macros_note(&search->macros, text, size, clang_Location_isInSystemHeader(begin));
    clang_disposeString(name);
}

struct macros macros_of_unit(CXTranslationUnit unit, const char *header,
                             const struct string_list *arguments) {
    struct search search = {.unit = unit, .header = header};
    clang_getInclusions(unit, note_file, &search);
    for (size_t i = 0; i < arguments->count; i++)
        for (int kind = CALL_INVOKE; kind <= CALL_DEPS; kind++)
            if (strstr(arguments->items[i], call_names[kind])) {
                search.macros.builtins = true;
                search.macros.wrappers |= 1u << kind;
            }
    return search.macros;
}
