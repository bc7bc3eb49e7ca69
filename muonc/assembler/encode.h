/* One instruction as directives for a stock assembler. */
#ifndef MUONC_ASSEMBLER_ENCODE_H
#define MUONC_ASSEMBLER_ENCODE_H

#include "muonc/assembler/statement.h"

#include <stdio.h>

/* Writes what stands for the statement's span. Returns false, having written nothing, if the
 * statement is to stay as it is: stock assemblers know it, or it has errors, which were told. */
bool encode_statement(struct assembly *assembly, const struct statement *statement, FILE *out);

/* Whether encode_statement would rewrite it. */
bool encode_is_needed(struct assembly *assembly, const struct statement *statement);

#endif
