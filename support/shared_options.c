/* The rows that tools share. */
#include "support/shared_options.h"

#include "support/options.h"

#include <string.h>

static bool is_warning(const struct diagnostic *diagnostic) {
    return diagnostic->severity == DIAG_WARNING && !strncmp(diagnostic->name, "nu-", 3);
}

static bool has_remarks(const struct diagnostic *diagnostic) {
    return diagnostic->remarks;
}

static bool is_any(const struct diagnostic *diagnostic) {
    return diagnostic != NULL;
}

static const char *const formats[] = {"text", "json", "sarif", NULL};
static const char *const prints[] = {
    [PRINT_MANUAL] = "man", [PRINT_COMPLETION] = "bash", [PRINT_DIAGNOSTICS] = "diagnostics", NULL};

option_table options_of_compilers = {
    {"-Wno-nu-", OPTION_PREFIX, OPTION_DIAGNOSTIC, "NAME", "do not report the warning nu-NAME",
     "Do not report the warning\n"
     ".Li nu- Ns Ar name .\n"
     "Errors cannot be switched off.",
     .names = is_warning},
    {"-Wnu-", OPTION_PREFIX, OPTION_DIAGNOSTIC, "NAME", "report the warning nu-NAME (default)",
     .names = is_warning},
    {"-Werror=nu-", OPTION_PREFIX, OPTION_DIAGNOSTIC, "NAME", "make the warning nu-NAME an error",
     .names = is_warning},
    {"-Wno-error=nu-", OPTION_PREFIX, OPTION_DIAGNOSTIC, "NAME",
     "leave the warning nu-NAME a warning (default)", .names = is_warning},
    {"-Rnu-", OPTION_PREFIX, OPTION_DIAGNOSTIC, "NAME", "report the remarks nu-NAME",
     .names = has_remarks},
    {"--explain", OPTION_SEPARATE, OPTION_EXPLAIN, "NAME",
     "say what a diagnostic means, with an example",
     "Say what the diagnostic means that is called\n"
     ".Ar name ,\n"
     "with a source that has it and one that has not.",
     .names = is_any},
    {"-v", OPTION_FLAG, OPTION_VERBOSE, NULL, "print the commands that are run"},
    {"-###", OPTION_FLAG, OPTION_DRY_RUN, NULL, "print the commands without running them"},
    {0},
};

static const char for_one_machine[] = "what is compiled for is fixed";
static const char one_by_one[] = "each source is compiled to machine code by itself";
static const char no_runtime[] = "there is no library for what it makes of the code";

option_table options_refused_by_compilers = {
    {"-m32", OPTION_FLAG, OPTION_REFUSED, .refused = for_one_machine},
    {"-m64", OPTION_FLAG, OPTION_REFUSED, .refused = for_one_machine},
    {"-target", OPTION_SEPARATE, OPTION_REFUSED, "TRIPLE", .refused = for_one_machine},
    {"-mabi", OPTION_JOINED, OPTION_REFUSED, "NAME", .refused = for_one_machine},
    {"-flto", OPTION_OPTIONAL, OPTION_REFUSED, "KIND", .refused = one_by_one},
    {"-emit-llvm", OPTION_FLAG, OPTION_REFUSED, .refused = one_by_one},
    {"-fopenmp", OPTION_OPTIONAL, OPTION_REFUSED, "LIBRARY", .refused = no_runtime},
    {"-fstack-protector", OPTION_FLAG, OPTION_REFUSED, .refused = no_runtime},
    {"-fstack-protector-all", OPTION_FLAG, OPTION_REFUSED, .refused = no_runtime},
    {"-fstack-protector-strong", OPTION_FLAG, OPTION_REFUSED, .refused = no_runtime},
    {"-fsplit-stack", OPTION_FLAG, OPTION_REFUSED, .refused = no_runtime},
    {"-msave-restore", OPTION_FLAG, OPTION_REFUSED, .refused = no_runtime},
    {"-pg", OPTION_FLAG, OPTION_REFUSED, .refused = no_runtime},
    {"--coverage", OPTION_FLAG, OPTION_REFUSED, .refused = no_runtime},
    {"-coverage", OPTION_FLAG, OPTION_REFUSED, .refused = no_runtime},
    {"-ftest-coverage", OPTION_FLAG, OPTION_REFUSED, .refused = no_runtime},
    {"-fcoverage-mapping", OPTION_FLAG, OPTION_REFUSED, .refused = no_runtime},
    {"-fprofile-arcs", OPTION_FLAG, OPTION_REFUSED, .refused = no_runtime},
    {"-fprofile-generate", OPTION_OPTIONAL, OPTION_REFUSED, "FILE", .refused = no_runtime},
    {"-fprofile-instr-generate", OPTION_OPTIONAL, OPTION_REFUSED, "FILE", .refused = no_runtime},
    {"-fcs-profile-generate", OPTION_OPTIONAL, OPTION_REFUSED, "FILE", .refused = no_runtime},
    {0},
};

option_table options_refused_for_one_machine = {
    {"--target", OPTION_JOINED, OPTION_REFUSED, "TRIPLE", .refused = for_one_machine},
    {"-march", OPTION_JOINED, OPTION_REFUSED, "NAME", .refused = for_one_machine},
    {"-mcpu", OPTION_JOINED, OPTION_REFUSED, "NAME", .refused = for_one_machine},
    {"-fsanitize", OPTION_JOINED, OPTION_REFUSED, "CHECKS", .refused = no_runtime},
    {0},
};

option_table options_of_every_tool = {
    {"-Werror", OPTION_FLAG, OPTION_DIAGNOSTIC, NULL, "make every warning an error"},
    {"-w", OPTION_FLAG, OPTION_DIAGNOSTIC, NULL, "report no warnings"},
    {"-fcolor-diagnostics", OPTION_FLAG, OPTION_DIAGNOSTIC, NULL,
     "print messages in colour, or not (default: on terminals)"},
    {"-fno-color-diagnostics", OPTION_FLAG, OPTION_DIAGNOSTIC, NULL, ""},
    {"--diagnostics-format", OPTION_JOINED, OPTION_DIAGNOSTIC, "FORMAT",
     "print messages as text (default), json or sarif",
     "Print messages as\n"
     ".Cm text ,\n"
     "as\n"
     ".Cm json ,\n"
     "one object for each on a line of its own, or as\n"
     ".Cm sarif :\n"
     "when the tool ends, one log of all in OASIS's Static Analysis Results Interchange Format "
     "2.1.0, with ranges,\n"
     "notes and fix-its.\n"
     "A tool that a signal ends prints no log.",
     .words = formats},
    {"--help", OPTION_FLAG, OPTION_HELP, NULL, "print the options"},
    {"--version", OPTION_FLAG, OPTION_VERSION, NULL, "print the version"},
    {"@", OPTION_PREFIX, OPTION_RESPONSE_FILE, "FILE", "read more arguments from FILE",
     "Read more arguments from\n"
     ".Ar file ."},
    /* For the tests that compare man pages and completions with the tables. */
    {"--print-options", OPTION_JOINED, OPTION_PRINT, "KIND", NULL, .words = prints},
    {0},
};
