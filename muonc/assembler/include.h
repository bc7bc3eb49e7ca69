/* .include "file": what clang's assembler reads by itself could have no Muon mnemonics in it, so
 * the file's text takes the directive's place before anything else is done. Files are searched as
 * clang does, by the name as it is and then in the directories of -I. One that is not found, or
 * whose name has an escape in it, is left to clang, whose complaint heeds .if; and so is the error,
 * written as a directive, of files that include each other without end. */
#ifndef MUONC_ASSEMBLER_INCLUDE_H
#define MUONC_ASSEMBLER_INCLUDE_H

#include "muonc/assembler/assembler.h"
#include "support/alloc.h"

struct include_search {
    const struct string_list *directories;
    struct string_list *files; /* gets the names of those that were found, each once; may be NULL */
};

/* The text with the files in it, which the caller frees; NULL if none was found. name: of the
 * text's file, for line markers. */
char *include_expand(const char *text, size_t length, enum assembler_source source,
                     const char *name, const struct include_search *search, size_t *result_length);

#endif
