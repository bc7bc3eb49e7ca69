#include "muonc/assembler/macro_list.h"

#include "muonc/assembler/words.h"

/* Whether the blank there separates two items. */
static bool separates(const char *text, struct span rest, size_t at) {
    struct span behind = word_trim(text, (struct span){at, rest.end});
    return at > rest.begin && (word_has(text[at - 1]) || text[at - 1] == ')') &&
           behind.begin < behind.end &&
           (word_has(text[behind.begin]) || text[behind.begin] == '\\');
}

bool macro_next_item(const char *text, struct span *rest, struct span *item) {
    unsigned nesting = 0;
    bool quoted = false;
    *rest = word_trim(text, *rest);
    if (rest->begin == rest->end)
        return false;
    size_t at = rest->begin;
    for (; at < rest->end; at++) {
        char c = text[at];
        if (c == '"')
            quoted = !quoted;
        else if (quoted)
            continue;
        else if (c == '(' || c == '[')
            nesting++;
        else if ((c == ')' || c == ']') && nesting > 0)
            nesting--;
        else if (nesting == 0 && c == ',')
            break;
        else if (nesting == 0 && (c == ' ' || c == '\t') && separates(text, *rest, at))
            break;
    }
    *item = word_trim(text, (struct span){rest->begin, at});
    rest->begin = at < rest->end && text[at] == ',' ? at + 1 : at;
    return true;
}

bool macro_next_character(const char *text, struct span *rest, struct span *character) {
    *rest = macro_unquoted(text, word_trim(text, *rest));
    *character = (struct span){rest->begin, rest->begin + 1};
    if (rest->begin == rest->end)
        return false;
    rest->begin++;
    return true;
}

struct span macro_unquoted(const char *text, struct span span) {
    if (span.end - span.begin >= 2 && text[span.begin] == '"' && text[span.end - 1] == '"')
        return (struct span){span.begin + 1, span.end - 1};
    return span;
}

bool macro_has_high_register(const char *text, struct span list) {
    bool has = false;
    for (size_t at = list.begin; at < list.end;) {
        struct span word = word_at(text, at, list.end);
        has |= muon_register_number(text + word.begin, word.end - word.begin) > 31;
        at = word.end > at ? word.end : at + 1;
    }
    return has;
}
