/* What muonc-compiler.so exports; compiler.h says why there is such a module. */
#include "muonc/driver/compiler.h"
#include "support/clang_messages.h"

extern const struct compiler muonc_compiler;

const struct compiler muonc_compiler = {lower_unit, ir_compile, clang_messages_forward_file};
