/* How C spells types: the parts that declarations in the generated header are put together from.
 * Callers free the texts that they get. */
#ifndef NBC_SPELLING_H
#define NBC_SPELLING_H

#include "nbc/clang.h"

enum { Q_CONST = 1, Q_VOLATILE = 2, Q_RESTRICT = 4, Q_SHARED = 8 };

unsigned spell_qualifiers_of(CXType type);

/* "float" and "*x" give "float *x". Takes over both; NULL if base is. */
char *spell_declaration(unsigned qualifiers, char *base, char *declarator);

/* Wrap a declarator, which they take over. */
char *spell_array(CXType array, char *declarator);
char *spell_pointer(unsigned qualifiers, bool to_array, char *declarator);
bool spell_is_array(CXType type);

/* Whether C at file scope can say the name of a record or enum: it is not in a namespace, a class
 * or a template. */
bool spell_has_name(CXCursor declaration);
/* "struct" or "union". */
const char *spell_record_keyword(CXCursor declaration);
/* Whether the type has its name from a typedef. */
bool spell_is_tagless(CXCursor declaration);
/* The name of a type, member or enumerator in the header (names.h). */
char *spell_name(CXCursor declaration);
/* How C says the name: "struct vec", or "vec_t" for a tagless one. */
char *spell_tag(const char *keyword, CXCursor declaration);

/* The type without typedefs: "const struct vec *". NULL if the header prints another one for it,
 * as for what C has no name for. */
char *spell_exactly(CXType type);

#endif
