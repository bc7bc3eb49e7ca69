/* The steps that need libclang and libLLVM: lowering and IR; and clang's messages as data. To load
 * those libraries takes as long as to compile a small kernel, so the two steps are a module of
 * their own (lib/neutrino/muonc-compiler.so), which is loaded only if they are needed. */
#ifndef MUONC_DRIVER_COMPILER_H
#define MUONC_DRIVER_COMPILER_H

#include "muonc/ir/ir.h"
#include "muonc/lower/lower.h"

struct compiler {
    enum lower_status (*lower_unit)(const struct lower_request *request, struct diag_engine *diag,
                                    struct lower_result *result);
    bool (*ir_compile)(const struct ir_request *request, struct diag_engine *diag, char **result,
                       size_t *result_size);
    bool (*forward_messages)(const char *path, struct diag_engine *diag);
};

/* The module's one symbol. */
#define COMPILER_SYMBOL "muonc_compiler"

/* Begins to load the module in the background, once. */
void compiler_begin_loading(void);

/* Waits until it is loaded. NULL after a diagnostic. */
const struct compiler *compiler_get(struct diag_engine *diag);

/* To be called before the process ends: loading must not go on while it does. */
void compiler_end_loading(void);

#endif
