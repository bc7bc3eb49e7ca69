/* The preprocessor's line markers, # 12 "file": the next line is line 12 of file. */
#ifndef MUONC_ASSEMBLER_LINE_MARKERS_H
#define MUONC_ASSEMBLER_LINE_MARKERS_H

#include "muonc/assembler/statement.h"
#include "support/diag.h"

/* The place of a span by the markers before it; without any it is in the named file (or NULL).
 * *file is allocated, and what the result points to. */
struct diag_location line_markers_locate(const char *text, struct span where, const char *file_name,
                                         char **file);

#endif
