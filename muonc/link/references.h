/* Where code refers to undefined symbols. lld looks for an object's lines without its relocations,
 * and so names the line where a function begins; in an executable, which lld writes if undefined
 * symbols are to be warnings only, lines are right. */
#ifndef MUONC_LINK_REFERENCES_H
#define MUONC_LINK_REFERENCES_H

#include "support/lld_messages.h"

#include <stddef.h>

struct references;

/* Of an executable with its relocations; NULL if it is none. The bytes must outlive it. */
struct references *references_create(char *bytes, size_t size);
void references_free(struct references *references);

/* struct lld_messages' find_references; the context is a struct references. */
size_t references_find(void *references, const char *symbol, struct lld_place *places,
                       size_t count);

#endif
