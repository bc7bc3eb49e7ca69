/* Ids of shared rows that the parser serves itself. */
#ifndef SUPPORT_SHARED_OPTIONS_H
#define SUPPORT_SHARED_OPTIONS_H

enum {
    OPTION_HELP = 2000,
    OPTION_VERSION,
    OPTION_EXPLAIN,
    OPTION_PRINT,
    OPTION_RESPONSE_FILE, /* never seen: they are expanded before */
};

enum option_print { PRINT_MANUAL, PRINT_COMPLETION, PRINT_DIAGNOSTICS };

#endif
