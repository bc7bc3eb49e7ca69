#include "muonc/driver/options.h"

#include "muonc/ir/unit/options.h"

static const char *const emit_words[] = {
    [EMIT_LOWERED] = "lowered", [EMIT_LLVM] = "llvm", [EMIT_ASM] = "asm",
    [EMIT_RV32] = "rv32",       [EMIT_ELF] = "elf",   NULL};
static const char *const language_words[] = {[WORD_NONE] = "none",
                                             [WORD_C] = "c",
                                             [WORD_CXX] = "c++",
                                             [WORD_C_PREPROCESSED] = "cpp-output",
                                             [WORD_CXX_PREPROCESSED] = "c++-cpp-output",
                                             [WORD_ASSEMBLER] = "assembler-with-cpp",
                                             [WORD_ASSEMBLER_RAW] = "assembler",
                                             NULL};
static const char *const divergence_words[] = {[IR_DIVERGENCE_ANALYZE] = "analyze",
                                               [IR_DIVERGENCE_IGNORE] = "ignore",
                                               [IR_DIVERGENCE_ALL] = "all",
                                               NULL};

static const char *const target_words[] = {
#define TARGET(name) #name,
#include "muonc/targets/targets.def"
#undef TARGET
    NULL};

static const char *const half_words[] = {[HALF_IEEE] = "ieee", [HALF_BF16] = "bf16", NULL};

static const char linked_whole[] = "a Muon program is linked whole, to fixed addresses";
static const char laid_out_again[] =
    "the linker lays code out again, for which it must know each distance in it";
static const char aligned[] = "memory is accessed at aligned addresses only";
static const char too_old[] = "what kernels have is declared in C99; there is -std=gnu89";
static const char own_headers[] =
    "what kernels have is declared with clang's headers; there are no "
    "others to leave out";
static const char checked_in_full[] =
    "errors are found by all steps; -c -o /dev/null checks a source";

static option_table own = {
    {"-o", OPTION_SEPARATE, O_OUTPUT, "FILE", "write to FILE, - for standard output",
     "Write to\n"
     ".Ar file ;\n"
     ".Sq -\n"
     "is standard output."},
    {"--neutrino", OPTION_JOINED, O_NEUTRINO, "FILE",
     "the Neutrino binary (nbc) whose tasks the kernel invokes",
     "The Neutrino binary whose tasks the kernel invokes.\n"
     "To compile without linking, its interface (\n"
     ".Fl -interface\n"
     "of\n"
     ".Xr nbc 1 )\n"
     "does as well."},
    {"-c", OPTION_FLAG, O_OBJECT, NULL, "compile to objects, do not link"},
    {"-S", OPTION_FLAG, O_ASM, NULL, "compile to assembly"},
    {"-E", OPTION_FLAG, O_PREPROCESS, NULL, "preprocess only"},
    {"--emit", OPTION_JOINED, O_EMIT, "KIND",
     "stop at: lowered, llvm, asm, rv32 (linked, not re-encoded), elf",
     "Stop at a step of the pipeline and print what it makes:\n"
     ".Bl -tag -width lowered -compact\n"
     ".It Cm lowered\n"
     "the source with each task builtin replaced by inline assembly\n"
     ".It Cm llvm\n"
     "LLVM assembly after the passes\n"
     ".It Cm asm\n"
     "assembly with Muon mnemonics\n"
     ".It Cm rv32\n"
     "the linked ELF before re-encoding, written to the output file\n"
     ".It Cm elf\n"
     "the program, the default\n"
     ".El",
     .words = emit_words},
    {"-x", OPTION_SEPARATE, O_LANGUAGE, "LANGUAGE",
     "c, c++, cpp-output, c++-cpp-output, assembler, assembler-with-cpp, none",
     "Treat the inputs that follow as\n"
     ".Cm c , c++ , cpp-output , c++-cpp-output , assembler , assembler-with-cpp ;\n"
     ".Cm none\n"
     "goes by the suffix again.",
     .words = language_words},
    {"--target", OPTION_JOINED, O_TARGET, "MACHINE",
     "muon (default), or host: kernels for this machine's CPU, as a library",
     "What to compile for:\n"
     ".Bl -tag -width host -compact\n"
     ".It Cm muon\n"
     "Muon's cores, the default\n"
     ".It Cm host\n"
     "this machine's CPU: kernels for work-items, in a shared library that a native device of\n"
     ".Xr libtask 3\n"
     "loads\n"
     ".El",
     .words = target_words},
    {"-march", OPTION_JOINED, O_FOR_HOST, "CPU",
     "with --target=host: the CPU, such as x86-64-v3 (default: native)"},
    {"-mcpu", OPTION_JOINED, O_FOR_HOST, "CPU", ""},
    {"-fsanitize", OPTION_JOINED, O_FOR_HOST, "CHECKS",
     "with --target=host: address, undefined, thread or other checks of clang's",
     "With\n"
     ".Fl -target Ns = Ns Cm host ,\n"
     "checks that clang has for the CPU, such as\n"
     ".Cm address , undefined\n"
     "or\n"
     ".Cm thread ;\n"
     "the program that loads the library must be compiled with them, too."},
    {"-mcores", OPTION_JOINED, O_CORES, "N", "cores of a cluster the code is for, 1 to 8",
     "How many cores a cluster of the machine has: 1 to 8, default 2.\n"
     "The source sees this as\n"
     ".Dv __MUON_CORES__ ,\n"
     "and the program runs on machines of this shape only."},
    {"-mwarps", OPTION_JOINED, O_WARPS, "N", "warps of a core, 1 to 16",
     "How many warps a core has: 1 to 16, default 8; in the source\n"
     ".Dv __MUON_WARPS__ ."},
    {"-mlanes", OPTION_JOINED, O_LANES, "N", "lanes of a warp, 1 to 32",
     "How many lanes a warp has: 1 to 32, default 16; in the source\n"
     ".Dv __MUON_LANES__ ."},
    {"-mdivergence", OPTION_JOINED, O_DIVERGENCE, "MODE",
     "for measuring: analyze (default), ignore (wrong results), all branches",
     "Which conditional branches and switches come under masks, for measuring:\n"
     ".Bl -tag -width analyze -compact\n"
     ".It Cm analyze\n"
     "those of which it is not certain that all lanes of a warp decide alike, the default\n"
     ".It Cm ignore\n"
     "none: where lanes disagree, all follow the lowest one, and results are wrong\n"
     ".It Cm all\n"
     "every one, with the same results as\n"
     ".Cm analyze ;\n"
     "only functions with\n"
     ".Dv __single_lane\n"
     "are left alone\n"
     ".El\n"
     ".Pp\n"
     "Messages are the same in each mode.\n"
     "The mode concerns the sources that are compiled, not the runtime library.",
     .words = divergence_words},
    {"-mhalf", OPTION_JOINED, O_HALF, "FORMAT",
     "what _Float16 is: ieee (default, by software), bf16 (the instructions')",
     "What\n"
     ".Vt _Float16\n"
     "is:\n"
     ".Bl -tag -width ieee -compact\n"
     ".It Cm ieee\n"
     "half precision of IEEE 754, which is computed by software, the default\n"
     ".It Cm bf16\n"
     "the format that the instructions compute in:\n"
     ".Vt _Float16\n"
     "is another name of\n"
     ".Vt __bf16 ,\n"
     ".Ql 1.0f16\n"
     "is a literal of that type, the\n"
     ".Dv __FLT16_ Ns …\n"
     "macros are its, and\n"
     ".Dv __MUON_HALF_BF16__\n"
     "is defined\n"
     ".El\n"
     ".Pp\n"
     "Objects in which it is not the same are not linked with each other.",
     .words = half_words},
    {"-D", OPTION_SEPARATE, O_PREPROCESSOR, "NAME[=VALUE]", "define a macro"},
    {"-U", OPTION_SEPARATE, O_PREPROCESSOR, "NAME", "undefine a macro"},
    {"-I", OPTION_SEPARATE, O_INCLUDE_DIRECTORY, "DIRECTORY", "search for headers"},
    {"-include", OPTION_SEPARATE, O_PREPROCESSOR, "FILE", "include a file first"},
    {"-isystem", OPTION_SEPARATE, O_PREPROCESSOR, "DIRECTORY", "search for system headers"},
    {"-imacros", OPTION_SEPARATE, O_PREPROCESSOR, "FILE", NULL},
    {"-iquote", OPTION_SEPARATE, O_PREPROCESSOR, "DIRECTORY", NULL},
    {"-idirafter", OPTION_SEPARATE, O_PREPROCESSOR, "DIRECTORY", NULL},
    {"-ivfsoverlay", OPTION_SEPARATE, O_PREPROCESSOR, "FILE", NULL},
    {"-Xpreprocessor", OPTION_SEPARATE, O_PREPROCESSOR, "ARGUMENT", NULL},
    {"-Xclang", OPTION_SEPARATE, O_COMPILER, "ARGUMENT", NULL},
    {"-mllvm", OPTION_SEPARATE, O_COMPILER, "ARGUMENT", NULL},
    {"--param", OPTION_SEPARATE, O_COMPILER, "ARGUMENT", NULL},
    {"-g", OPTION_FLAG, O_DEBUG, NULL, "full debug information (default: line tables)",
     "Full debug information.\n"
     "Without it there are line tables, so that reports can name source lines.\n"
     "A unit with errors that have no line then is compiled once more with it, for their places."},
    {"-g0", OPTION_FLAG, O_NO_DEBUG, NULL, "no debug information"},
    {"-MD", OPTION_FLAG, O_DEPENDENCIES, NULL, "write a dependency file too",
     "Write a dependency file too, as clang does.\n"
     "It lists the Neutrino binary, and the files that\n"
     ".Ic .include\n"
     "reads in assembly files.\n"
     "When several sources are linked in one command, the file has a rule for each of them, all "
     "with the\n"
     "program as target."},
    {"-MMD", OPTION_FLAG, O_USER_DEPENDENCIES, NULL, "same, without system headers"},
    {"-MF", OPTION_SEPARATE, O_DEPFILE, "FILE", "its name"},
    {"-MT", OPTION_SEPARATE, O_DEPENDENCY_TARGET, "TARGET", "its target"},
    {"-MQ", OPTION_SEPARATE, O_DEPENDENCY_TARGET, "TARGET", "the same, quoted for make"},
    {"-MP", OPTION_FLAG, O_PHONY, NULL, "add an empty rule for every header"},
    {"-M", OPTION_FLAG, O_PRINT_DEPENDENCIES, NULL, "print the dependency rule only"},
    {"-MM", OPTION_FLAG, O_PRINT_DEPENDENCIES, NULL, "same, without system headers"},
    {"-L", OPTION_SEPARATE, O_LINKER, "DIRECTORY", "search for libraries"},
    {"-l", OPTION_SEPARATE, O_LIBRARY, "NAME", "link with libNAME.a",
     "Link with the library\n"
     ".Pf lib Ar name Ns .a ."},
    {"-u", OPTION_SEPARATE, O_LINKER, "SYMBOL", NULL},
    {"-z", OPTION_SEPARATE, O_LINKER, "KEYWORD", NULL},
    {"-Wl,", OPTION_PREFIX, O_LINKER_ARGUMENTS, "ARGUMENT", "hand arguments to ld.lld",
     "Hand arguments, separated by commas, to\n"
     ".Xr ld.lld 1 ."},
    {"-Xlinker", OPTION_SEPARATE, O_XLINKER, "ARGUMENT", "hand an argument to ld.lld"},
    {"-T", OPTION_SEPARATE, O_SCRIPT, "FILE", "linker script",
     "A linker script in the place of the usual one."},
    {"-nostartfiles", OPTION_FLAG, O_NO_START_FILES, NULL, "do not link the ROM code"},
    {"-nostdlib", OPTION_FLAG, O_NO_STANDARD_LIBRARY, NULL, "do not link the runtime library"},
    {"-nodefaultlibs", OPTION_FLAG, O_NO_STANDARD_LIBRARY, NULL, ""},
    {"-static", OPTION_FLAG, O_STATIC, NULL, NULL},
    {"-mno-spill-to-registers", OPTION_FLAG, O_SPILL_TO_STACK, NULL,
     "keep what LLVM spilled on the stack, not in x32 to x126",
     "Leave on the stack what LLVM has spilled there.\n"
     "Without it, such values are in registers from x32 to x126 that no assembly of the program "
     "names."},
    {"-mspill-to-registers", OPTION_FLAG, O_SPILL_TO_REGISTERS, NULL, NULL},
    {"-r", OPTION_FLAG, OPTION_REFUSED, .refused = linked_whole},
    {"-shared", OPTION_FLAG, OPTION_REFUSED, .refused = linked_whole},
    {"-pie", OPTION_FLAG, OPTION_REFUSED, .refused = linked_whole},
    {"-fpic", OPTION_FLAG, OPTION_REFUSED, .refused = linked_whole},
    {"-fPIC", OPTION_FLAG, OPTION_REFUSED, .refused = linked_whole},
    {"-fpie", OPTION_FLAG, OPTION_REFUSED, .refused = linked_whole},
    {"-fPIE", OPTION_FLAG, OPTION_REFUSED, .refused = linked_whole},
    {"-mno-relax", OPTION_FLAG, OPTION_REFUSED, .refused = laid_out_again},
    {"-mno-strict-align", OPTION_FLAG, OPTION_REFUSED, .refused = aligned},
    {"-munaligned-access", OPTION_FLAG, OPTION_REFUSED, .refused = aligned},
    {"-ansi", OPTION_FLAG, OPTION_REFUSED, .refused = too_old},
    {"-std=c89", OPTION_FLAG, OPTION_REFUSED, .refused = too_old},
    {"-std=c90", OPTION_FLAG, OPTION_REFUSED, .refused = too_old},
    {"-std=iso9899:1990", OPTION_FLAG, OPTION_REFUSED, .refused = too_old},
    {"-std=iso9899:199409", OPTION_FLAG, OPTION_REFUSED, .refused = too_old},
    {"-nostdinc", OPTION_FLAG, OPTION_REFUSED, .refused = own_headers},
    {"-nobuiltininc", OPTION_FLAG, OPTION_REFUSED, .refused = own_headers},
    {"-fsyntax-only", OPTION_FLAG, OPTION_REFUSED, .refused = checked_in_full},
    {"-mno-prove-uniform", OPTION_FLAG, O_NO_PROOF, NULL,
     "do not prove on the linked program that each branch is uniform or splits",
     "Link although it cannot be proved that all lanes of a warp decide each branch of the linked "
     "program\n"
     "alike, or that it is the branch of a\n"
     ".Ic vx_split\n"
     "or\n"
     ".Ic vx_pred ;\n"
     "otherwise that is an internal error."},
    {"-mprove-uniform", OPTION_FLAG, O_PROOF, NULL, NULL},
    {"-s", OPTION_FLAG, O_STRIP, NULL, "leave debug information out of the program"},
    {"-j", OPTION_SEPARATE, O_JOBS, "N",
     "compile N units at a time (as many as there are processors)",
     "Compile up to\n"
     ".Ar n\n"
     "sources of the command at the same time; without this, as many as there are processors.\n"
     "Messages come in the sources' order."},
    {"-save-temps", OPTION_FLAG, O_SAVE_TEMPS, NULL, "keep what each step makes",
     "Keep what each step makes, in the current directory: preprocessed\n"
     ".Pq Pa .i ,\n"
     "lowered\n"
     ".Pq Pa .lowered ,\n"
     "bitcode\n"
     ".Pq Pa .bc ,\n"
     "object\n"
     ".Pq Pa .o\n"
     "and linked but not re-encoded\n"
     ".Pq Pa .rv32.elf ."},
    {"--save-temps", OPTION_FLAG, O_SAVE_TEMPS, NULL, ""},
    {0},
};

const struct option_set muonc_options = {
    .tool = "muonc",
    .usage = "muonc [options] FILE… [--neutrino=tasks.nbin] -o kernel.elf",
    .summary = "Compiles C, C++ and assembly for Muon cores. Options not listed are clang's.",
    .tables =
        (const struct option *const[]){own, options_of_compilers, options_refused_by_compilers,
                                       options_of_every_tool, NULL},
};
