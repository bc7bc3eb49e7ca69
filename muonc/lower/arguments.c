#include "muonc/lower/arguments.h"

#include "muonc/lower/tokens.h"

bool arguments_find_name(const char *text, size_t offset, const char *const *names, size_t *name) {
    enum { MOST = 16 }; /* tokens of "(::a::b::name)" */
    for (int i = 0; i < MOST && text[offset]; i++) {
        for (const char *const *known = names; *known; known++)
            if (token_is(text, offset, *known)) {
                *name = offset;
                return true;
            }
        if (!token_is(text, offset, "(") && !token_is(text, offset, "::") &&
            !(token_is_name(text, offset) &&
              token_is(text, token_next(text, token_end(text, offset)), "::")))
            return false;
        offset = token_next(text, token_end(text, offset));
    }
    return false;
}

/* The argument that begins at begin, before the token at next: a "," that belongs to neither, or
 * the ")". If it begins within the use of a macro, parentheses are left over. */
static bool find_argument(const char *text, size_t begin, size_t next, bool last,
                          struct span *argument) {
    struct span before = {begin, begin}, all = before;
    int depth = 0;
    for (size_t at = begin; at < next && depth >= 0; at = token_next(text, all.end)) {
        before.end = all.end;
        all.end = token_end(text, at);
        depth += token_is(text, at, "(");
        depth -= token_is(text, at, ")");
        if (!last && token_next(text, all.end) >= next && !token_is(text, at, ","))
            return false;
    }
    *argument = last ? all : before;
    return argument->end > begin && depth == 0;
}

bool arguments_find(const char *text, size_t name, const size_t *begins, int count,
                    struct span *arguments, size_t *end) {
    size_t directive = 0, open = token_next_seeing(text, token_end(text, name), &directive);
    while (token_is(text, open, ")")) /* (name)(…) */
        open = token_next_seeing(text, token_end(text, open), &directive);
    if (!token_is(text, open, "("))
        return false;
    size_t close = token_closing(text, open, &directive), after = open;
    if (!text[close] || directive)
        return false;
    for (int i = 0; i < count; i++) {
        bool last = i + 1 == count;
        size_t next = last ? close : begins[i + 1];
        if (begins[i] <= after || begins[i] >= next || next > close ||
            !find_argument(text, begins[i], next, last, &arguments[i]))
            return false;
        after = begins[i];
    }
    *end = close + 1;
    return true;
}

size_t arguments_use_end(const char *text, size_t name) {
    size_t end = token_end(text, name), next = token_next(text, end);
    size_t close = token_is(text, next, "(") ? token_closing(text, next, NULL) : 0;
    return close && text[close] ? close + 1 : end;
}
