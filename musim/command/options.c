#include "musim/command/options.h"

static const char *const stats_formats[] = {"json", NULL};

static option_table own = {
    {"--clusters", OPTION_JOINED, OPT_CLUSTERS, "N", "number of clusters (default 1)"},
    {"--cores", OPTION_JOINED, OPT_CORES, "N", "cores per cluster (default: the program's, or 2)",
     "Cores per cluster.\n"
     "Without this it is the number that the program was compiled for, else 2.\n"
     "A shape other than the program's is refused."},
    {"--warps", OPTION_JOINED, OPT_WARPS, "N", "warps per core (default: the program's, or 8)",
     "Warps per core, else the program's number, or 8."},
    {"--lanes", OPTION_JOINED, OPT_LANES, "N", "lanes per warp (default: the program's, or 16)",
     "Lanes per warp, else the program's number, or 16."},
    {"--scoreboard", OPTION_JOINED, OPT_SCOREBOARD, "N", "entries of a scoreboard (default 32)",
     "How many runs a scoreboard holds; 32 without this."},
    {"--stats", OPTION_OPTIONAL, OPT_STATS, "FORMAT",
     "print statistics after the run, and its hottest functions and lines",
     "After the run, print statistics.\n"
     "Without\n"
     ".Cm json\n"
     "they end with the functions that executed the most instructions, and the hottest source "
     "lines "
     "of\n"
     "each: warp instructions, their share of the whole, and how many lanes were active on "
     "average.\n"
     "Such a run is slower.",
     .words = stats_formats},
    {"--dump", OPTION_JOINED, OPT_DUMP, "SYMBOL[@CLUSTER][:TYPE]",
     "print an object after the run, as i8 to i64, u8 to u64, x8 to x64 (default x32), f32, f64, "
     "bf16 or str",
     "After the run, print the object's elements on standard output.\n"
     "Types are\n"
     ".Cm x32\n"
     "(hexadecimal words, the default),\n"
     ".Cm x8 , x16 , x64 , i8 , i16 , i32 , i64 , u8 , u16 , u32 , u64 , f32 , f64 , bf16\n"
     "and\n"
     ".Cm str .\n"
     "An object in shared memory is that of cluster 0, or of the one that is named.\n"
     "May be repeated."},
    {"--input", OPTION_JOINED, OPT_INPUT, "SYMBOL[@CLUSTER]:FILE",
     "fill an object from a file before the run",
     "Before the run, copy the file into the object of that name.\n"
     "The file may be shorter than the object.\n"
     "May be repeated."},
    {"--output", OPTION_JOINED, OPT_OUTPUT, "SYMBOL[@CLUSTER]:FILE",
     "write an object to a file after the run",
     "After the run, write the object to the file.\n"
     "May be repeated."},
    {"--kernel", OPTION_JOINED, OPT_KERNEL, "NAME(ARGUMENT, …)",
     "launch a kernel instead of main, with these arguments",
     "Instead of main, launch the kernel (a function with\n"
     ".Ql __kernel )\n"
     "of that name.\n"
     "Each argument is converted to the type of the kernel's parameter and must be in its range:\n"
     "a number, as C writes it;\n"
     "for a pointer\n"
     ".Cm & Ns Ar symbol ,\n"
     ".Cm & Ns Ar symbol Ns Cm + Ns Ar bytes\n"
     "or an address; for a\n"
     ".Ql __shared\n"
     "pointer the bytes of group memory that each work-group gets; for a struct\n"
     ".Cm * Ns Ar symbol ,\n"
     "an object whose bytes are copied, which\n"
     ".Fl -input\n"
     "may have filled."},
    {"--global", OPTION_JOINED, OPT_GLOBAL, "X[,Y[,Z]]",
     "how many work-items the kernel is launched for, in 1 to 3 dimensions",
     "The number of work-items in each of one to three dimensions.\n"
     "With a 0 among them nothing is executed."},
    {"--local", OPTION_JOINED, OPT_LOCAL, "X[,Y[,Z]]",
     "the size of a work-group (default: what the kernel requires, or a warp's lanes)",
     "The size of a work-group; the last ones are smaller where the number of work-items is no\n"
     "multiple of it.\n"
     "Without this it is what the kernel requires\n"
     ".Ql ( __kernel_size ) ,\n"
     "else as many as a warp has lanes.\n"
     "Dimensions that are not given are 1."},
    {"--offset", OPTION_JOINED, OPT_OFFSET, "X[,Y[,Z]]",
     "the global id of the first work-item (default 0)",
     "The global id of the first work-item; 0 without this."},
    {"--max-cycles", OPTION_JOINED, OPT_MAX_CYCLES, "N",
     "stop after N cycles of a core; each of its instructions is counted as one",
     "Stop when a core has executed\n"
     ".Ar n\n"
     "instructions, also if those of the Neutrino trap."},
    {"--perturb", OPTION_JOINED, OPT_PERTURB, "SEED",
     "draw a random schedule, another for each seed",
     "Draw at random, another way for each seed, what hardware may decide: the order of warps and\n"
     "cores, how fast each warp, the Neutrino and each accelerator is, and when the end of an\n"
     "accelerator's command is told.\n"
     "All of that is legal: a program whose result depends on the seed has a race."},
    {"--threads", OPTION_JOINED, OPT_THREADS, "N",
     "threads of this host that run the clusters (default 1)",
     "Run the clusters on\n"
     ".Ar n\n"
     "threads of this host; 1 without this.\n"
     "Results, statistics and output are the same as with one, unless clusters race on global "
     "memory or\n"
     "the run is stopped before its end.\n"
     "With\n"
     ".Fl -check , -perturb\n"
     "or the table of\n"
     ".Fl -stats\n"
     "one thread does all."},
    {"--check", OPTION_OPTIONAL, OPT_CHECK, "LIST",
     "find faults while the program runs: uniform (if there is no list), races, memory or all",
     "Check what the list has in it, separated by commas;\n"
     ".Cm uniform\n"
     "without one.\n"
     "A program in which something is found fails with status 2.\n"
     ".Bl -tag -width uniform\n"
     ".It Cm uniform\n"
     "Stop with a report at a conditional branch on which the active lanes of a warp do not agree, "
     "and at\n"
     "an indirect jump that they would make to different places; otherwise both follow the lowest "
     "active\n"
     "lane.\n"
     ".Xr muonc 1\n"
     "lets no such branch through, but hand-written assembly, and a promise like\n"
     ".Ql __single_lane\n"
     "that is not kept, may have them.\n"
     ".Pp\n"
     "Stop as well at each\n"
     ".Ql __uniform\n"
     "of what is not the same in all active lanes.\n"
     "The report names its line and which lanes have which values, in hexadecimal.\n"
     ".It Cm races\n"
     "Report accesses to the same bytes, of which one is a store, that nothing orders: of warps, "
     "of "
     "tasks on\n"
     "the Neutrino, and of accelerators, to global and shared memory.\n"
     ".It Cm memory\n"
     "Report loads of shared memory to which nobody has stored since the launch, accesses of data "
     "that are\n"
     "no object's or reach beyond its end, and of blocks of shared memory that have been freed.\n"
     ".It Cm all\n"
     "All of these.\n"
     ".El\n"
     ".Pp\n"
     "Races and faults of memory are reported once for each line, or pair of lines, when the run "
     "has "
     "ended;\n"
     "after 20 of them it is stopped.\n"
     "Such a run is up to ten times slower."},
    {"--neutrino", OPTION_FLAG, OPT_NEUTRINO, NULL,
     "run an RV64 program on a Neutrino core alone, without a machine around it",
     "Run a bare RV64 ELF on a Neutrino core alone.\n"
     "It ends by storing to the symbol\n"
     ".Va tohost :\n"
     "1 is success, 2n + 1 says that case n failed."},
    {0},
};

const struct option_set musim_options = {
    .tool = "musim",
    .usage = "musim [options] kernel.elf",
    .summary = "Runs a Muon program on a simulated GPU.",
    .tables = (const struct option *const[]){own, options_of_every_tool, NULL},
};
