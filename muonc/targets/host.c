/* The CPU of this machine: kernels for work-items, split at their barriers (ir/barriers), as a
 * shared library that a native device of libtask loads. Clang makes the code. */
#include "muonc/link/host_library.h"
#include "muonc/target/target.h"

/* For this CPU, as the device is; no errno, so that sqrtf is an instruction. */
static const char *const clang_options[] = {
    "-march=native",
    "-fPIC",
    "-fno-math-errno",
    "-gdwarf-aranges", /* what libtask finds the line of a trap by */
    "-Xclang",
    "-disable-O0-optnone",
    "-fno-discard-value-names", /* messages of the IR step name variables */
    "-fvisibility=hidden",      /* but for what the loader looks for */
    NULL,
};

/* A launch that fails is left without unwinding. */
static const char *const fixed_options[] = {"-fno-exceptions", NULL};

/* A loop that is inside one over work-items stands in the way of vectors, unless it is unrolled:
 * also with -O2 as far as with -O3. */
static const char *const speed_options[] = {"-mllvm", "-unroll-threshold-default=300", NULL};

static const char *const no_options[] = {NULL};

static void add_preprocessor(struct string_list *clang, const struct muon_note_shape *shape,
                             bool half_is_bfloat) {
    string_list_add(clang, "-D__NEUTRINO_HOST__=1");
    string_list_addf(clang, "-D__MUON_LANES__=%u", shape->lanes);
}

static const enum ir_pass passes[] = {
    PASS_HOST_CHECK, PASS_HOST_INLINE, PASS_PLACE_LOCAL_VARIABLES,
    PASS_HOST_SPLIT, PASS_HOST_FINISH, PASS_END,
};

extern const struct target target_host;

const struct target target_host = {
    .name = "host",
    .triple = NEUTRINO_HOST_TRIPLE,
    .clang_options = clang_options,
    .cxx_options = no_options,
    .speed_options = speed_options,
    .fixed_options = fixed_options,
    .debug_option = "-gdwarf-5",
    .is_host = true,
    .header = "neutrino/kernel_host.h",
    .library = "host",
    .add_preprocessor = add_preprocessor,
    .passes = passes,
    .emission = (const enum ir_pass[]){PASS_END},
    .codegen = {.backend = BACKEND_CLANG, .switches = no_options},
    .link = link_host_library,
};
