/* What clang says of a source, as diagnostics of ours: by libclang, which has them from its own
 * parse or from a file that clang wrote (--serialize-diagnostics). */
#ifndef SUPPORT_CLANG_MESSAGES_H
#define SUPPORT_CLANG_MESSAGES_H

#include "support/diag.h"

#include <clang-c/Index.h>

/* Takes over a CXString; the caller frees the result, "" for none. */
char *clang_text(CXString string);

/* One message with its notes. */
void clang_message_forward(CXDiagnostic message, struct diag_engine *diag);

/* All of a file. False, with nothing said, if it is none or there are none in it. */
bool clang_messages_forward_file(const char *path, struct diag_engine *diag);

#endif
