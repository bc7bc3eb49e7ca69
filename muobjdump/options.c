#include "muobjdump/options.h"

static const char *const machine_options[] = {"no-aliases", NULL};

static option_table own = {
    {"-d", OPTION_FLAG, OPT_DISASSEMBLE, NULL, "disassemble the executable sections (the default)",
     "Disassemble the executable sections.\n"
     "Each line has the address, the 64-bit word and the instruction.\n"
     "A word that is no instruction is\n"
     ".Sq <unknown> ."},
    {"--disassemble", OPTION_FLAG, OPT_DISASSEMBLE, NULL, ""},
    {"-D", OPTION_FLAG, OPT_DISASSEMBLE_ALL, NULL, "disassemble all sections"},
    {"--disassemble-all", OPTION_FLAG, OPT_DISASSEMBLE_ALL, NULL, ""},
    {"-l", OPTION_FLAG, OPT_LINES, NULL, "show source files and lines with the disassembly",
     "With the disassembly, show the function, file, line and column that code comes from, as the\n"
     "program's debug information says."},
    {"--line-numbers", OPTION_FLAG, OPT_LINES, NULL, ""},
    {"-C", OPTION_FLAG, OPT_DEMANGLE, NULL, "show names of C++ as the source has them",
     "Show names of C++ as the source has them, not as the linker does."},
    {"--demangle", OPTION_FLAG, OPT_DEMANGLE, NULL, ""},
    {"-h", OPTION_FLAG, OPT_HEADERS, NULL, "show the section headers"},
    {"--section-headers", OPTION_FLAG, OPT_HEADERS, NULL, ""},
    {"--headers", OPTION_FLAG, OPT_HEADERS, NULL, ""},
    {"-t", OPTION_FLAG, OPT_SYMBOLS, NULL, "show the symbols",
     "Show the symbols by address: binding\n"
     ".Po\n"
     ".Sq l\n"
     "local,\n"
     ".Sq g\n"
     "global,\n"
     ".Sq w\n"
     "weak\n"
     ".Pc ,\n"
     "type\n"
     ".Po\n"
     ".Sq F\n"
     "function,\n"
     ".Sq O\n"
     "object\n"
     ".Pc ,\n"
     "section, size and name."},
    {"--syms", OPTION_FLAG, OPT_SYMBOLS, NULL, ""},
    {"--neutrino", OPTION_FLAG, OPT_NEUTRINO, NULL,
     "show the header of the Neutrino image and its tasks",
     "Show the header of the Neutrino image and the tasks in it.\n"
     "Works on the output of\n"
     ".Xr nbc 1\n"
     "too."},
    {"-j", OPTION_SEPARATE, OPT_SECTION, "SECTION", "disassemble only this section",
     "Disassemble only this section.\n"
     "May be given several times."},
    {"--section", OPTION_JOINED, OPT_SECTION, "SECTION", ""},
    {"-M", OPTION_SEPARATE, OPT_NO_ALIASES, "OPTION", "print no aliases such as mv and vx_bar",
     "Print instructions as they are, without aliases such as\n"
     ".Ic mv ,\n"
     ".Ic ret\n"
     "and\n"
     ".Ic vx_bar .",
     .words = machine_options},
    {"--no-aliases", OPTION_FLAG, OPT_NO_ALIASES, NULL, ""},
    {"--no-show-raw-insn", OPTION_FLAG, OPT_NO_RAW, NULL, "do not print the words in hex"},
    {"--explain", OPTION_FLAG, OPT_EXPLAIN, NULL, "say what each instruction does",
     "Say behind each instruction what it does."},
    {"--assembly", OPTION_FLAG, OPT_ASSEMBLY, NULL,
     "print the executable sections as assembly that muonc takes",
     "Print the executable sections as assembly, from which\n"
     ".Xr muonc 1\n"
     "makes the same words:\n"
     "labels instead of addresses, and\n"
     ".Ic .8byte\n"
     "for words that are no instruction."},
    {"--start-address", OPTION_JOINED, OPT_START, "ADDRESS", "disassemble from here on"},
    {"--stop-address", OPTION_JOINED, OPT_STOP, "ADDRESS", "disassemble up to here"},
    {0},
};

const struct option_set muobjdump_options = {
    .tool = "muobjdump",
    .usage = "muobjdump [options] program…",
    .summary = "Shows what is in a Muon program.",
    .tables = (const struct option *const[]){own, options_of_every_tool, NULL},
    .bundling = true,
};
