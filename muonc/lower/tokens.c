#include "muonc/lower/tokens.h"

#include <ctype.h>
#include <string.h>

/* Bytes above 127 are parts of names. */
static bool is_word(char c) {
    return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

/* ---- tokens ---- */

static const char *const punctuators[] = {
    "%:%:", "...", "<<=", ">>=", "->*", "<=>", "->", "++", "--", "<<", ">>",
    "<=",   ">=",  "==",  "!=",  "&&",  "||",  "*=", "/=", "%=", "+=", "-=",
    "&=",   "^=",  "|=",  "##",  "::",  ".*",  "<:", ":>", "<%", "%>", "%:",
};

static size_t literal_end(const char *text, size_t quote) {
    size_t at = quote + 1;
    while (text[at] && text[at] != text[quote] && text[at] != '\n')
        at += text[at] == '\\' && text[at + 1] ? 2 : 1;
    return at + (text[at] == text[quote]);
}

/* R"x(…)x", from the quote on. */
static size_t raw_end(const char *text, size_t quote) {
    enum { LONGEST = 16 };
    char end[LONGEST + 3];
    size_t length = strcspn(text + quote + 1, "( )\\\t\r\n\f\v\"");
    if (length > LONGEST || text[quote + 1 + length] != '(')
        return literal_end(text, quote);
    end[0] = ')';
    memcpy(end + 1, text + quote + 1, length);
    strcpy(end + 1 + length, "\"");
    const char *close = strstr(text + quote, end);
    return close ? (size_t)(close - text) + length + 2 : strlen(text);
}

static bool is_prefix(const char *text, size_t from, size_t to) {
    static const char *const prefixes[] = {"L", "u", "U", "u8", "R", "LR", "uR", "UR", "u8R"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strlen(prefixes[i]) == to - from && !memcmp(text + from, prefixes[i], to - from))
            return true;
    return false;
}

static size_t word_end(const char *text, size_t offset) {
    size_t at = offset;
    while (is_word(text[at]))
        at++;
    bool literal = (text[at] == '"' || text[at] == '\'') && is_prefix(text, offset, at);
    if (!literal)
        return at;
    return text[at - 1] == 'R' && text[at] == '"' ? raw_end(text, at) : literal_end(text, at);
}

/* As the preprocessor sees numbers: 1.5e+3f, 0x1p-3, 1'000. */
static size_t number_end(const char *text, size_t at) {
    for (;; at++) {
        bool sign = (text[at] == '+' || text[at] == '-') && strchr("eEpP", text[at - 1]);
        bool separator = text[at] == '\'' && is_word(text[at + 1]);
        if (!is_word(text[at]) && text[at] != '.' && !sign && !separator)
            return at;
    }
}

size_t token_end(const char *text, size_t offset) {
    const char *at = text + offset;
    if (isdigit((unsigned char)at[0]) || (at[0] == '.' && isdigit((unsigned char)at[1])))
        return number_end(text, offset + 1);
    if (is_word(at[0]))
        return word_end(text, offset);
    if (at[0] == '"' || at[0] == '\'')
        return literal_end(text, offset);
    for (size_t i = 0; i < sizeof punctuators / sizeof *punctuators; i++)
        if (!strncmp(at, punctuators[i], strlen(punctuators[i])))
            return offset + strlen(punctuators[i]);
    return offset + (at[0] != '\0');
}

bool token_is_name(const char *text, size_t offset) {
    char last = text[token_end(text, offset) - 1];
    return is_word(text[offset]) && !isdigit((unsigned char)text[offset]) && is_word(last);
}

bool token_is(const char *text, size_t offset, const char *token) {
    size_t length = strlen(token);
    return !strncmp(text + offset, token, length) && token_end(text, offset) == offset + length;
}

/* ---- what stands between them ---- */

/* The line's end, over continued lines. */
static size_t line_end(const char *text, size_t at) {
    while (text[at] && text[at] != '\n') {
        bool continues =
            text[at] == '\\' && (text[at + 1] == '\n' || !strncmp(text + at + 1, "\r\n", 2));
        at += continues ? 1 + strcspn(text + at, "\n") : 1;
    }
    return at;
}

static bool begins_line(const char *text, size_t at) {
    while (at > 0 && strchr(" \t", text[at - 1]))
        at--;
    return at == 0 || text[at - 1] == '\n';
}

/* "#line" and "# 12" say where text is from, pragmas what becomes of it. */
static bool changes_text(const char *text, size_t directive) {
    size_t name = directive + 1 + strspn(text + directive + 1, " \t");
    return !isdigit((unsigned char)text[name]) && !token_is(text, name, "line") &&
           !token_is(text, name, "pragma");
}

size_t token_next_seeing(const char *text, size_t at, size_t *directive) {
    for (;;) {
        const char *p = text + at;
        if (*p && strchr(" \t\r\n\f\v", *p)) {
            at++;
        } else if (p[0] == '\\' && (p[1] == '\n' || (p[1] == '\r' && p[2] == '\n'))) {
            at += strcspn(p, "\n") + 1;
        } else if (p[0] == '/' && p[1] == '/') {
            at = line_end(text, at);
        } else if (p[0] == '/' && p[1] == '*') {
            const char *close = strstr(p + 2, "*/");
            at = close ? (size_t)(close + 2 - text) : at + strlen(p);
        } else if (p[0] == '#' && begins_line(text, at)) {
            if (directive && !*directive && changes_text(text, at))
                *directive = at;
            at = line_end(text, at);
        } else {
            return at;
        }
    }
}

size_t token_next(const char *text, size_t offset) {
    return token_next_seeing(text, offset, NULL);
}

size_t token_closing(const char *text, size_t open, size_t *directive) {
    int depth = 0;
    size_t at = open;
    for (; text[at]; at = token_next_seeing(text, token_end(text, at), directive)) {
        depth += text[at] == '(';
        depth -= text[at] == ')';
        if (depth == 0)
            break;
    }
    return at;
}

struct span token_trim(const char *text, size_t begin, size_t end) {
    struct span span = {begin, begin};
    for (size_t at = token_next(text, begin); at < end; at = token_next(text, span.end))
        span.end = token_end(text, at);
    return span;
}
