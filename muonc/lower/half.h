/* -mhalf=bf16 in a preprocessed unit: what the preprocessor cannot give another meaning by a macro.
 */
#ifndef MUONC_LOWER_HALF_H
#define MUONC_LOWER_HALF_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a unit names _Float16 or has a literal of that type (1.0f16). */
bool half_is_mentioned(const char *text, size_t size);

/* The text with __bf16 for _Float16, and with literals of __bf16, rounded once; the caller frees
 * it. Lines stay what they are. NULL if there is nothing to change. */
char *half_as_bfloat(const char *text, size_t *size);

#endif
