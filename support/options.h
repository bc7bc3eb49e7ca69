/* Command lines, from tables. A tool has a table of its own and names those that it shares with
 * others; the parser, --help, the man page's list of options and the completion of bash all read
 * these rows. Options that no row knows are handed over as they are, for clang. */
#ifndef SUPPORT_OPTIONS_H
#define SUPPORT_OPTIONS_H

#include "support/alloc.h"
#include "support/diag.h"
#include "support/nearest.h"

enum option_form {
    OPTION_FLAG,     /* --stats */
    OPTION_JOINED,   /* --header=FILE */
    OPTION_OPTIONAL, /* --stats or --stats=json */
    OPTION_SEPARATE, /* -o FILE, also -oFILE; --explain NAME, also --explain=NAME */
    OPTION_PREFIX,   /* -Wl,ARGUMENT: the value follows without a "=", and may be empty */
};

struct option {
    const char *name; /* with its dashes and without "=" */
    enum option_form form;
    int id; /* > 0, what options_next returns */
    /* The value's name in --help; FILE and DIRECTORY are completed as such. */
    const char *value;
    /* One line; NULL hides the option from help, man page and completion, "" makes it another
     * spelling of the row above. */
    const char *help;
    /* What the man page says instead, in mdoc without a newline at its end; NULL: the help. */
    const char *manual;
    /* What the value can be, with a NULL at the end; anything else is an error. NULL: any value. */
    const char *const *words;
    /* For completion: whether the value can name this diagnostic. NULL: the value is no such name.
     */
    bool (*names)(const struct diagnostic *diagnostic);
    /* Why the tool does not do what others do with the option, which then is an error; the end of
     * the message, and in the man page a sentence. NULL: it does. */
    const char *refused;
};

/* ends with a row whose name is NULL */
typedef const struct option option_table[];

/* One tool's command line. */
struct option_set {
    const char *tool;
    const char *usage;                  /* "nbc [options] tasks.c..." */
    const char *summary;                /* lines for --help */
    const struct option *const *tables; /* its own first; ends with NULL */
    bool bundling;                      /* "-dl" is "-d -l" */
};

/* The rows that every tool shares, on messages, help and response files; and those of nbc and
 * muonc, which run other programs and have named diagnostics. */
extern option_table options_of_every_tool, options_of_compilers;
/* Clang's options that neither of the two can follow, and those that a tool for one machine cannot.
 */
extern option_table options_refused_by_compilers, options_refused_for_one_machine;

enum {
    OPTION_END = 0,
    OPTION_INPUT = -1,
    OPTION_UNKNOWN = -2,
    OPTION_ERROR = -3, /* after a diagnostic: exit status 2 */
    OPTION_DONE = -4,  /* --help and the like are served: exit status 0 */

    /* Of the shared rows. */
    OPTION_VERBOSE = 1000, /* -v */
    OPTION_DRY_RUN,        /* -### */
    OPTION_REFUSED,        /* never returned */
    OPTION_DIAGNOSTIC,     /* the diagnostics engine has taken it; it may be clang's as well */
};

struct option_parser {
    const struct option_set *set;
    struct string_list arguments;
    struct string_list response_files; /* that they are from */
    size_t next;
    struct diag_engine *diag;
    const char *text;  /* the whole argument as given */
    const char *value; /* its value, NULL if it has none */
    size_t word;       /* the value's index in words, if the row has them */
    bool only_inputs;  /* after "--" */
};

/* Takes argv[1…] and expands each @file (shell-like quoting; files may name files). Returns false
 * after a diagnostic when such a file cannot be read. options_free in any case. */
bool options_init(struct option_parser *parser, const struct option_set *set, int argc, char **argv,
                  struct diag_engine *diag);
/* The next option's id, or one of the OPTION_ values. "-" is an input. */
int options_next(struct option_parser *parser);
void options_free(struct option_parser *parser);

/* Offers the names of all options that are shown. */
void options_offer(const struct option_set *set, struct nearest *search);

/* Reports parser->text as unknown, with the option that may be meant. */
void options_report_unknown(const struct option_parser *parser);

/* The rows of all tables one after the other: the first for NULL, NULL after the last. */
const struct option *options_row_after(const struct option_set *set, const struct option *row);

#endif
