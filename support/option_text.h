/* What is printed from a tool's tables of options. */
#ifndef SUPPORT_OPTION_TEXT_H
#define SUPPORT_OPTION_TEXT_H

#include "support/options.h"

#include <stdio.h>

/* "--emit=KIND" as users write it; the caller frees it. */
char *option_spelling(const struct option *option);
/* The values that there are: "a, b or c"; the caller frees it. */
char *option_words(const struct option *option);

void options_print_help(const struct option_set *set, FILE *out);
/* An mdoc list of the options, for the man page. */
void options_print_manual(const struct option_set *set, FILE *out);
/* A script that bash sources to complete the tool's command lines. */
void options_print_completion(const struct option_set *set, FILE *out);

#endif
