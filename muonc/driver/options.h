/* muonc's table of options. */
#ifndef MUONC_DRIVER_OPTIONS_H
#define MUONC_DRIVER_OPTIONS_H

#include "support/options.h"

enum option_id {
    O_OUTPUT = 1,
    O_NEUTRINO,
    O_OBJECT,
    O_ASM,
    O_PREPROCESS,
    O_EMIT,
    O_LANGUAGE,
    O_CORES,
    O_WARPS,
    O_LANES,
    O_TARGET,
    O_FOR_HOST, /* clang's, of the CPU */
    O_DIVERGENCE,
    O_HALF,
    O_PREPROCESSOR, /* with its value, handed on */
    O_INCLUDE_DIRECTORY,
    O_COMPILER,
    O_LINKER,
    O_LIBRARY,
    O_XLINKER,
    O_LINKER_ARGUMENTS,
    O_SCRIPT,
    O_NO_START_FILES,
    O_NO_STANDARD_LIBRARY,
    O_STATIC,
    O_SPILL_TO_REGISTERS,
    O_SPILL_TO_STACK,
    O_PROOF,
    O_NO_PROOF,
    O_STRIP,
    O_DEBUG,
    O_NO_DEBUG,
    O_DEPENDENCIES,
    O_USER_DEPENDENCIES,
    O_DEPFILE,
    O_DEPENDENCY_TARGET,
    O_PRINT_DEPENDENCIES,
    O_PHONY,
    O_SAVE_TEMPS,
    O_JOBS,
};

/* What --emit=, -mhalf= and -x take, in the order of the words in the table. */
enum emit_word { EMIT_LOWERED, EMIT_LLVM, EMIT_ASM, EMIT_RV32, EMIT_ELF };
enum half_word { HALF_IEEE, HALF_BF16 };
enum language_word {
    WORD_NONE,
    WORD_C,
    WORD_CXX,
    WORD_C_PREPROCESSED,
    WORD_CXX_PREPROCESSED,
    WORD_ASSEMBLER,
    WORD_ASSEMBLER_RAW,
};

extern const struct option_set muonc_options;

#endif
