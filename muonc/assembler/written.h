/* Where the text of inline assembly is written in the source. */
#ifndef MUONC_ASSEMBLER_WRITTEN_H
#define MUONC_ASSEMBLER_WRITTEN_H

#include "muonc/assembler/statement.h"
#include "support/diag.h"

/* assembly: the place of the asm statement. Finds there the statement of the template's text and in
 * it the part; false if it is written otherwise, with macros or in another place. */
bool written_find(struct diag_location assembly, const char *text, struct span statement,
                  struct span part, struct diag_location *place);

/* The same for assembly at file scope, whose place nobody knows: of the asm statements at the
 * beginnings of the file's lines the first that has the statement. */
bool written_find_at_file_scope(const char *path, const char *text, struct span statement,
                                struct span part, struct diag_location *place);

#endif
