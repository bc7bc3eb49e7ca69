/* Small conveniences over libclang. */
#ifndef NBC_CLANG_H
#define NBC_CLANG_H

#include "support/alloc.h"
#include "support/clang_messages.h"
#include "support/diag.h"

#include <clang-c/Index.h>

/* One type in both data models. The two come from two parses of one source, so their shapes agree
 * and are walked side by side. */
struct dual_type {
    CXType lp64;  /* Neutrino */
    CXType ilp32; /* Muon and the wire */
};

/* Where the file itself has the cursor's range or token; file is owned by the caller (*file). */
struct diag_location clang_location(CXSourceRange range, char **file);

/* What stands after #include, `"vec.h"` or `<vec.h>`, in the line of the unit's main file that
 * brought in the declaration's file, directly or not. NULL if it is in the main file itself, in a
 * system header, or came by -include. The caller frees it. */
char *clang_include_of(CXCursor declaration);

/* Typedefs, elaborations and qualifiers removed. */
struct dual_type dual_canonical(struct dual_type type);
struct dual_type dual_pointee(struct dual_type type);
struct dual_type dual_element(struct dual_type type);

/* A record's fields in both parses, in order; the caller frees the arrays. */
struct dual_fields {
    CXCursor *lp64, *ilp32;
    size_t count;
};
struct dual_fields dual_fields(struct dual_type record);
void dual_fields_free(struct dual_fields *fields);
struct dual_type dual_field_type(const struct dual_fields *fields, size_t index);

#endif
