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

/* Whether it has an immediate that RV32 has no room for. */
bool encode_has_wide_immediate(struct assembly *assembly, const struct statement *statement);

/* What gives an .insn behind it a line. */
void encode_line_mark(const struct assembly *assembly, FILE *out);

#endif
