/* The lowered source: the text with each checked call replaced. */
#ifndef MUONC_LOWER_EMIT_H
#define MUONC_LOWER_EMIT_H

#include "muonc/lower/calls.h"
#include "muonc/lower/places.h"

/* The text, which the caller frees. */
char *emit_unit(const struct call_list *calls, const struct places *places, size_t *size);

#endif
