/* Command lines that clang refuses. Clang's driver alone knows its options, so it is asked, and
 * only once it has failed; the tool then says in its own name what is wrong. */
#ifndef SUPPORT_CLANG_USAGE_H
#define SUPPORT_CLANG_USAGE_H

#include "support/options.h"

/* Clang's option that names a file for its messages as data (clang_messages.h). */
#define CLANG_MESSAGES_OPTION "--serialize-diagnostics"

/* Whether it is for its options that clang has failed with this command line. Then that has been
 * reported, diag->wrong_usage is set, and clang's own message is no news. set: the tool's options,
 * which are likely to be meant as well as clang's. */
bool clang_usage_report(const struct string_list *command, const struct option_set *set,
                        struct diag_engine *diag);

#endif
