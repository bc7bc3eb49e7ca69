/* Command lines, from a table: the parser, --help and the man pages' option lists read the same
 * rows. Options a tool does not know are handed over as they are, for clang. */
#ifndef SUPPORT_OPTIONS_H
#define SUPPORT_OPTIONS_H

#include "support/alloc.h"
#include "support/diag.h"

enum option_form {
    OPTION_FLAG,     /* --stats */
    OPTION_JOINED,   /* --header=FILE */
    OPTION_OPTIONAL, /* --stats or --stats=json */
    OPTION_SEPARATE, /* -o FILE, also -oFILE */
};

struct option {
    const char *name; /* with its dashes and without "=" */
    enum option_form form;
    int id;            /* > 0, what options_next returns */
    const char *value; /* name of the value in --help: "FILE" */
    const char *help;  /* one line; NULL hides the option from --help */
};

enum { OPTION_END = 0, OPTION_INPUT = -1, OPTION_UNKNOWN = -2, OPTION_ERROR = -3 };

struct option_parser {
    const struct option *table; /* ends with a row whose name is NULL */
    struct string_list arguments;
    size_t next;
    struct diag_engine *diag;
    const char *text;  /* the whole argument as given */
    const char *value; /* its value, NULL if it has none */
    bool only_inputs;  /* after "--" */
    bool bundling;     /* set by the tool after options_init: "-dl" is "-d -l" */
};

/* Takes argv[1…] and expands each @file (shell-like quoting, one level of nesting in files of
 * files). Returns false after a diagnostic when such a file cannot be read. */
bool options_init(struct option_parser *parser, const struct option *table, int argc, char **argv,
                  struct diag_engine *diag);
/* The next option's id, or one of the OPTION_ values; OPTION_ERROR comes after a diagnostic (usage
 * error, exit status 2). "-" is an input. */
int options_next(struct option_parser *parser);
void options_free(struct option_parser *parser);

void options_print_help(const struct option *table, const char *usage, const char *summary);
void options_print_version(const char *tool);

#endif
