/* C and C++ text, token by token. What a token means is clang's business: here it is enough to tell
 * one from the next, and from what stands between them. Texts end with a zero byte. */
#ifndef MUONC_LOWER_TOKENS_H
#define MUONC_LOWER_TOKENS_H

#include "support/span.h"

#include <stdbool.h>
#include <stddef.h>

/* The offset behind the token at offset: an identifier, a number, a literal, a punctuator. */
size_t token_end(const char *text, size_t offset);

/* The next token from offset on, past blanks, comments and directives: its offset, or the text's
 * size. */
size_t token_next(const char *text, size_t offset);

/* The same, but a directive that may leave text out or bring some along, "#if" or "#include", say,
 * is told: its offset is put into *directive, the first one counting. */
size_t token_next_seeing(const char *text, size_t at, size_t *directive);

bool token_is_name(const char *text, size_t offset);
/* Whether the token at offset is this one. */
bool token_is(const char *text, size_t offset, const char *token);

/* The offset of the ")" for the "(" at offset, or the text's size if there is none. */
size_t token_closing(const char *text, size_t open, size_t *directive);

/* The tokens of [begin, end) without what stands behind the last. */
struct span token_trim(const char *text, size_t begin, size_t end);

#endif
