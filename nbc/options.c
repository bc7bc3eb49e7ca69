#include "nbc/options.h"

#include "nbc/arguments.h"

#include <string.h>

static const char *const emit_kinds[] = {[EMIT_NBIN] = "nbin",
                                         [EMIT_HEADER] = "header",
                                         [EMIT_BOILERPLATE] = "boilerplate",
                                         [EMIT_MAP] = "map",
                                         [EMIT_IR_ENQUEUE] = "ir:enqueue",
                                         [EMIT_IR_SCHEDULE] = "ir:schedule",
                                         [EMIT_IR_AUTORUN] = "ir:autorun",
                                         [EMIT_C] = "c",
                                         [EMIT_DOT] = "dot",
                                         [EMIT_SVG] = "svg",
                                         NULL};

static const char *const overlay_targets[] = {
    [OVERLAY_HOST] = "host", [OVERLAY_CLUSTER] = "cluster", NULL};

static const char other_action[] =
    "this is not something nbc does; --emit= prints what it generates";

static bool is_overlay_warning(const struct diagnostic *diagnostic) {
    return diagnostic->severity == DIAG_WARNING && !strncmp(diagnostic->name, "overlay-", 8);
}

static option_table own = {
    {"-o", OPTION_SEPARATE, OPT_OUTPUT, "FILE", "write the binary here (tasks.c: tasks.nbin)",
     "Write the binary to\n"
     ".Ar file ,\n"
     ".Sq -\n"
     "for standard output.\n"
     "Without this,\n"
     ".Pa tasks.c\n"
     "gives\n"
     ".Pa tasks.nbin\n"
     "in the current directory."},
    {"--header", OPTION_JOINED, OPT_HEADER, "FILE",
     "write the generated header here (the output with .h)",
     "Write the generated header to\n"
     ".Ar file\n"
     "instead of the output's name with\n"
     ".Pa .h ."},
    {"--map", OPTION_JOINED, OPT_MAP, "FILE", "write the task table here, as JSON",
     "Write the task table to\n"
     ".Ar file ,\n"
     "as JSON: for each task its name, number, argument type, parameters with their offsets, and "
     "place."},
    {"--interface", OPTION_JOINED, OPT_INTERFACE, "FILE",
     "write what kernels are compiled with here",
     "Write to\n"
     ".Ar file\n"
     "what kernels are compiled with: the generated header without the tasks' comments, and the "
     "task "
     "table.\n"
     ".Xr muonc 1\n"
     "takes it for the binary when it does not link, so that kernels need not be compiled again "
     "when only\n"
     "what the tasks do has changed."},
    {"--first-task-id", OPTION_JOINED, OPT_FIRST_ID, "N", "number tasks from N (1)",
     "Number tasks from\n"
     ".Ar n ,\n"
     "at most 111; 1 without this."},
    {"--library-task", OPTION_JOINED, OPT_LIBRARY_TASK, "NAME", "add a task of the runtime",
     "Add the task of the runtime that is called\n"
     ".Ar name ,\n"
     "as\n"
     ".Xr muonc 1\n"
     "does for kernels that use it:\n"
     ".Cm dma_read_1d\n"
     "and so on,\n"
     "see\n"
     ".Pa neutrino/dma.h .\n"
     "Then there need be no source."},
    {"--relink", OPTION_JOINED, OPT_RELINK, "FILE", "link a binary again, in place of sources",
     "Link a binary again from what it was linked from, which it carries,\n"
     "with tasks of the runtime as well.\n"
     "There is no source then."},
    {"--emit", OPTION_JOINED, OPT_EMIT, "KIND",
     "print header, boilerplate or map; of an overlay, ir:enqueue, ir:schedule, ir:autorun, c, dot "
     "or svg",
     "Print one of the generated texts,\n"
     ".Cm header , boilerplate\n"
     "or\n"
     ".Cm map ,\n"
     "to standard output or to\n"
     ".Fl o ,\n"
     "and make no binary.\n"
     "The boilerplate is C and C++, to stand behind a source.\n"
     "Of an overlay program there are the intermediate forms after each pass,\n"
     ".Cm ir:enqueue , ir:schedule\n"
     "and\n"
     ".Cm ir:autorun ,\n"
     "the generated\n"
     ".Cm c ,\n"
     "and the graph of its tasks as\n"
     ".Cm dot\n"
     "or\n"
     ".Cm svg .\n"
     ".Cm nbin\n"
     "is the binary, the default.",
     .words = emit_kinds},
    {"--overlay-target", OPTION_JOINED, OPT_OVERLAY_TARGET, "TARGET",
     "compile an overlay program for the host (default) or a cluster",
     "What an overlay program and its kernels are compiled for:\n"
     ".Cm host ,\n"
     "the machine that\n"
     ".Nm\n"
     "runs on, with a thread for each queue;\n"
     "or\n"
     ".Cm cluster ,\n"
     "with a warp for each queue and the scheduler on the Neutrino core.\n"
     "See\n"
     ".Xr overlay 5 .",
     .words = overlay_targets},
    {"-Wno-overlay-", OPTION_PREFIX, OPTION_DIAGNOSTIC, "NAME",
     "do not report the warning overlay-NAME", .names = is_overlay_warning},
    {"-Woverlay-", OPTION_PREFIX, OPTION_DIAGNOSTIC, "NAME",
     "report the warning overlay-NAME (default)", .names = is_overlay_warning},
    {"-Werror=overlay-", OPTION_PREFIX, OPTION_DIAGNOSTIC, "NAME",
     "make the warning overlay-NAME an error", .names = is_overlay_warning},
    {"-Wno-error=overlay-", OPTION_PREFIX, OPTION_DIAGNOSTIC, "NAME",
     "leave the warning overlay-NAME a warning (default)", .names = is_overlay_warning},
    {"-MD", OPTION_FLAG, OPT_MD, NULL, "write a make rule with all files that were read"},
    {"-MMD", OPTION_FLAG, OPT_MMD, NULL, "the same without system headers"},
    {"-MF", OPTION_SEPARATE, OPT_MF, "FILE", "where to write it (the output with .d)"},
    {"-MT", OPTION_SEPARATE, OPT_MT, "TARGET", "the rule's target (the output)"},
    {"-MQ", OPTION_SEPARATE, OPT_MQ, "TARGET", "the same, quoted for make"},
    {"-MP", OPTION_FLAG, OPT_MP, NULL, "add an empty rule for every header"},
    {"-save-temps", OPTION_FLAG, OPT_SAVE_TEMPS, NULL, "keep intermediate files beside the output"},
    {"--save-temps", OPTION_FLAG, OPT_SAVE_TEMPS, NULL, ""},
    {"-ffile-prefix-map", OPTION_JOINED, OPT_PREFIX_MAP, "OLD=NEW",
     "shorten paths in the task table and in debug information"},
    /* What a compiler takes, of no effect or no meaning here. */
    {"-c", OPTION_FLAG, OPT_COMPILE, NULL, NULL},
    {"-E", OPTION_FLAG, OPTION_REFUSED, .refused = other_action},
    {"-S", OPTION_FLAG, OPTION_REFUSED, .refused = other_action},
    {"-M", OPTION_FLAG, OPTION_REFUSED, .refused = other_action},
    {"-MM", OPTION_FLAG, OPTION_REFUSED, .refused = other_action},
    {"-fsyntax-only", OPTION_FLAG, OPTION_REFUSED, .refused = other_action},
    /* clang's options whose value is an argument of its own. */
    {"-I", OPTION_SEPARATE, OPT_CLANG_PAIR, "DIRECTORY", NULL},
    {"-D", OPTION_SEPARATE, OPT_CLANG_PAIR, "MACRO", NULL},
    {"-U", OPTION_SEPARATE, OPT_CLANG_PAIR, "MACRO", NULL},
    {"-x", OPTION_SEPARATE, OPT_CLANG_PAIR, "LANGUAGE", NULL},
    {"-include", OPTION_SEPARATE, OPT_CLANG_PAIR, "FILE", NULL},
    {"-imacros", OPTION_SEPARATE, OPT_CLANG_PAIR, "FILE", NULL},
    {"-isystem", OPTION_SEPARATE, OPT_CLANG_PAIR, "DIRECTORY", NULL},
    {"-iquote", OPTION_SEPARATE, OPT_CLANG_PAIR, "DIRECTORY", NULL},
    {"-idirafter", OPTION_SEPARATE, OPT_CLANG_PAIR, "DIRECTORY", NULL},
    {"-isysroot", OPTION_SEPARATE, OPT_CLANG_PAIR, "DIRECTORY", NULL},
    {"-Xclang", OPTION_SEPARATE, OPT_CLANG_PAIR, "ARGUMENT", NULL},
    {"-mllvm", OPTION_SEPARATE, OPT_CLANG_PAIR, "ARGUMENT", NULL},
    {0},
};

const struct option_set nbc_options = {
    .tool = "nbc",
    .usage = "nbc [options] [clang options] tasks.c... -o tasks.nbin\n"
             "       nbc [options] [clang options] graph.overlay kernels.c... -o graph",
    .summary = "Compiles task functions for the Neutrino core, and generates the header "
               "through which\nkernels invoke them; or compiles an overlay program, a graph of "
               "tasks over C functions.",
    .tables =
        (const struct option *const[]){own, options_of_compilers, options_refused_by_compilers,
                                       options_refused_for_one_machine, options_of_every_tool,
                                       NULL},
};
