/* Lists of parameters, of arguments, and of what a repetition is for, as clang's assembler takes
 * them apart. */
#ifndef MUONC_ASSEMBLER_MACRO_LIST_H
#define MUONC_ASSEMBLER_MACRO_LIST_H

#include "muonc/assembler/statement.h"

/* Steps over one item of a list that commas or blanks separate; false at its end. */
bool macro_next_item(const char *text, struct span *rest, struct span *item);

/* Steps over one character of a list; false at its end. */
bool macro_next_character(const char *text, struct span *rest, struct span *character);

/* The text between quotes. */
struct span macro_unquoted(const char *text, struct span span);

/* Whether a register above x31 is among the words of a list. */
bool macro_has_high_register(const char *text, struct span list);

#endif
