/* Assembly at file scope. Clang hands it to stock RISC-V's assembler when it writes bitcode, for
 * the symbols in it, and so refuses Muon's; LLVM assembly, which takes longer, it writes without.
 */
#ifndef MUONC_LOWER_FILE_SCOPE_H
#define MUONC_LOWER_FILE_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a preprocessed unit has an asm that is a declaration. */
bool file_scope_has_assembly(const char *text, size_t size);

#endif
