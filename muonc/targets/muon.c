/* Muon: LLVM compiles for RV32, and the linker makes Muon's words of that. */
#include "muonc/ir/frame_remarks.h"
#include "muonc/link/link.h"
#include "muonc/link/note.h"
#include "muonc/target/target.h"

/* RV32 with integer-register floats and conditional zeroing; everything that the later steps need
 * to know of code addresses in relocations; no jump tables, so that the uniformity analysis sees
 * each branch; no errno, so that fmaf and sqrtf are instructions; long double as double, of which
 * there is an arithmetic; calls and inline assembly convergent, so that no optimisation copies
 * them.
 */
static const char *const clang_options[] = {
    "-march=rv32im_zicsr_zifencei_zfinx_zicond",
    "-mabi=ilp32",
    "-mrelax",
    "-fno-pic",
    "-fno-jump-tables",
    "-fno-math-errno",
    "-ffunction-sections",
    "-fdata-sections",
    "-msmall-data-limit=0", /* nothing is addressed from gp: no sections that scripts may not know
                             */
    "-fno-asynchronous-unwind-tables",
    "-Xclang",
    "-disable-O0-optnone",
    "-Xclang",
    "-mlong-double-64",
    "-Xclang",
    "-fconvergent-functions",
    "-Xclang", /* for what carries reads of CSRs through the optimiser (ir/passes/csr_reads.c) */
    "-target-feature",
    "-Xclang",
    "+zksh",
    "-Xclang", /* loads and stores of _Atomic words are no calls (ir/passes/atomics.c) */
    "-target-feature",
    "-Xclang",
    "+a",
    "-Xclang", /* arithmetic of __bf16 is an instruction each (ir/passes/bfloat.c) */
    "-fbfloat16-excess-precision=none",
    "-Wno-pass-failed",         /* some loops are unrolled behind clang: [nu-loop] */
    "-Wno-atomic-alignment",    /* speaks of locks that there are not: [nu-atomic] */
    "-Wformat-non-iso",         /* printf has what C has, and no more */
    "-fno-discard-value-names", /* messages of the IR step name variables */
    "-fdebug-compilation-dir=.",
    NULL,
};

/* Nobody unwinds a stack, whatever the user asks for: clang says where the source needs it. */
static const char *const fixed_options[] = {"-fno-exceptions", NULL};

/* Nor is there a runtime library for what these stand for. */
static const char *const cxx_options[] = {
    "-fno-rtti",
    "-fno-threadsafe-statics",
    NULL,
};

/* Loops are unrolled as far as the registers go, of which there are four times RV32's: whole, so
 * that their arrays are in registers, if that makes up to 1000 instructions; else by four, with a
 * loop for the rest, if the round is short, as the rounds that lanes differ in cost more. Nothing
 * is moved into a branch from before it, where it would wait in registers for all of a row, as sums
 * that are stored at its end do. */
static const char *const speed_options[] = {
    "-Xclang", "-target-feature",
    "-Xclang", "+no-default-unroll", /* RISC-V's own judgement */
    "-mllvm",  "-unroll-threshold-default=1000",
    "-mllvm",  "-unroll-threshold-aggressive=1000",
    "-mllvm",  "-unroll-max-count=4",
    "-mllvm",  "-unroll-partial-threshold=50",
    "-mllvm",  "-unroll-remainder=false",
    "-mllvm",  "-unroll-runtime-epilog=false",
    "-mllvm",  "-instcombine-code-sinking=false",
    NULL,
};

/* What clang defines for the A extension (above), of which Muon has no instruction. */
static const char *const undefined[] = {
    "-U__riscv_a",
    "-U__riscv_atomic",
    "-U__GCC_HAVE_SYNC_COMPARE_AND_SWAP_1",
    "-U__GCC_HAVE_SYNC_COMPARE_AND_SWAP_2",
    "-U__GCC_HAVE_SYNC_COMPARE_AND_SWAP_4",
    NULL,
};

/* Nor is anything done without a lock: what changes memory is the library's, with turns. */
static const char *const lock_free[] = {
    "BOOL",  "CHAR", "CHAR8_T", "CHAR16_T", "CHAR32_T", "WCHAR_T",
    "SHORT", "INT",  "LONG",    "LLONG",    "POINTER",
};
static void add_lock_free(struct string_list *clang) {
    static const char *const prefixes[] = {"__GCC", "__CLANG"};
    for (size_t i = 0; i < sizeof lock_free / sizeof *lock_free; i++)
        for (size_t j = 0; j < 2; j++) {
            string_list_addf(clang, "-U%s_ATOMIC_%s_LOCK_FREE", prefixes[j], lock_free[i]);
            string_list_addf(clang, "-D%s_ATOMIC_%s_LOCK_FREE=0", prefixes[j], lock_free[i]);
        }
    string_list_add(clang, "-D__c11_atomic_is_lock_free(size)=0");
    string_list_add(clang, "-D__atomic_is_lock_free(size,object)=0");
    string_list_add(clang, "-D__atomic_always_lock_free(size,object)=0");
}

/* _Float16 as a name of __bf16. Literals are lower/half.l's business, in these values, too. */
static const struct {
    const char *name, *value;
} half_macros[] = {
    {"__FLT16_MANT_DIG__", "8"},
    {"__FLT16_DIG__", "2"},
    {"__FLT16_DECIMAL_DIG__", "4"},
    {"__FLT16_MIN_EXP__", "(-125)"},
    {"__FLT16_MAX_EXP__", "128"},
    {"__FLT16_MIN_10_EXP__", "(-37)"},
    {"__FLT16_MAX_10_EXP__", "38"},
    {"__FLT16_EPSILON__", "7.8125e-3F16"},
    {"__FLT16_DENORM_MIN__", "9.18354962e-41F16"},
    {"__FLT16_MIN__", "1.17549435e-38F16"},
    {"__FLT16_MAX__", "3.38953139e+38F16"},
    {"__FLT16_NORM_MAX__", "3.38953139e+38F16"},
};

static void add_half(struct string_list *clang) {
    for (size_t i = 0; i < sizeof half_macros / sizeof *half_macros; i++) {
        string_list_addf(clang, "-U%s", half_macros[i].name);
        string_list_addf(clang, "-D%s=%s", half_macros[i].name, half_macros[i].value);
    }
    string_list_add(clang, "-D_Float16=__bf16");
    string_list_add(clang, "-D__MUON_HALF_BF16__=1");
}

static void add_preprocessor(struct string_list *clang, const struct muon_note_shape *shape,
                             bool half_is_bfloat) {
    string_list_add(clang, "-nostdlibinc");
    for (const char *const *option = undefined; *option; option++)
        string_list_add(clang, *option);
    add_lock_free(clang);
    string_list_add(clang, "-D__MUON__=1");
    string_list_addf(clang, "-D__MUON_CORES__=%u", shape->cores);
    string_list_addf(clang, "-D__MUON_WARPS__=%u", shape->warps);
    string_list_addf(clang, "-D__MUON_LANES__=%u", shape->lanes);
    if (half_is_bfloat)
        add_half(clang);
}

static const enum ir_pass passes[] = {
    PASS_CHECK_LANGUAGE,
    PASS_ADD_MAIN,
    PASS_PREPARE_FUNCTIONS,
    PASS_TAKE_INLINE_FUNCTIONS,
    PASS_PROMOTE_VARIABLES,
    PASS_LOWER_CSR_READS,
    PASS_LOWER_BFLOAT,
    PASS_INLINE_LIBRARY,
    PASS_UNROLL_LOOPS,
    PASS_MERGE_TESTS,
    PASS_CHECK_SHARED_MEMORY,
    PASS_PLACE_LOCAL_VARIABLES,
    PASS_LOWER_ATOMICS,
    PASS_EXPAND_SHARED_COPIES,
    PASS_SPLIT_GROUPS,
    PASS_SPLIT_DIVERGENT,
    PASS_WIDEN_FLAGS,
    PASS_SINK_PAYLOAD_LOADS,
    PASS_LOWER_SHARED_MEMORY,
    PASS_LOWER_SELECTS,
    PASS_MAKE_MASKS,
    PASS_COUNT_EXACTLY,
    PASS_HOIST_INVARIANTS,
    PASS_MARK_CONVERGENT_ASSEMBLY,
    PASS_END,
};

static const enum ir_pass emission[] = {PASS_PLACE_CONSTRUCTORS, PASS_PLACE_SYNC_IDS,
                                        PASS_FIND_STACK_USES,    PASS_REWRITE_ASSEMBLY,
                                        PASS_EMIT_PROMISES,      PASS_END};

/* A branch must depend only on what the uniformity analysis has seen as a branch. Constants stay
 * where they are used: LLVM 19 multiplies wrongly by a 64-bit one that it has hoisted, and Muon has
 * wide immediates. Instructions are not sunk into branches late, which takes time of the square of
 * a function's branches and gained nothing (bench/codegen.sh). Nor does what is the same in each
 * round of a loop move before it where control comes less often than that: the constants of many
 * cases would all want registers at once. Where control cannot come, because of undefined
 * behaviour, there is a trap, lest it go on into the next function. Reading bitcode verifies its
 * debug information, in case a broken one can be left out; the whole module is verified afterwards
 * anyway. */
static const char *const switches[] = {
    "-disable-machine-sink",
    "-disable-cgp-select2branch",
    "-disable-select-optimize",
    "-disable-constant-hoisting",
    "-disable-hoisting-to-hotter-blocks=all",
    "-block-freq-ratio-threshold=1",
    "-trap-unreachable",
    "-no-trap-after-noreturn",
    "-disable-auto-upgrade-debug-info",
    FRAME_REMARKS_SWITCH,
    NULL,
};

extern const struct target target_muon;

const struct target target_muon = {
    .name = "muon",
    .triple = "riscv32-unknown-elf",
    .clang_options = clang_options,
    .cxx_options = cxx_options,
    .speed_options = speed_options,
    .fixed_options = fixed_options,
    .debug_option = "-gdwarf-4", /* what reencode/debug_info.c reads */
    .header = "neutrino/muon.h",
    .library = "muon",
    .inline_library = "muon/inline.bc",
    .add_preprocessor = add_preprocessor,
    .passes = passes,
    .emission = emission,
    .codegen =
        {
            .backend = BACKEND_RISCV,
            .architecture = "riscv32",
            .cpu = "generic-rv32",
            .abi = "ilp32",
            .features = "+32bit,+m,+zicsr,+zifencei,+zfinx,+zicond,+relax",
            .switches = switches,
        },
    .assembly = {assembler_rewrite, assembler_quote, assembler_unquote, assembler_summarize},
    .notes = note_assembly,
    .half_note = note_half_assembly,
    .fact_notes = note_facts_assembly,
    .kernel_note = note_kernel_assembly,
    .link_begin = link_begin,
    .link = link_program,
};
