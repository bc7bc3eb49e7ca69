/* All that muonc knows of a machine it compiles for. Each target is one file in targets/, and a row
 * of targets/targets.def. */
#ifndef MUONC_TARGET_TARGET_H
#define MUONC_TARGET_TARGET_H

#include "muonc/assembler/assembler.h"
#include "neutrino/platform.h"
#include "support/alloc.h"
#include "support/diag.h"

#include <stdbool.h>
#include <stddef.h>

struct link_request;

/* What is done to a unit's IR: passes.def. */
enum ir_pass {
    PASS_END, /* of a list */
#define PASS(id, function) PASS_##id,
#define CHECK(id, function) PASS_##id,
#include "muonc/target/passes.def"
#undef PASS
#undef CHECK
    PASS_COUNT,
};

/* LLVM's code generators. */
enum ir_backend {
    BACKEND_RISCV,
    BACKEND_CLANG, /* none of ours: clang makes the code from bitcode */
};

struct target_codegen {
    enum ir_backend backend;
    const char *architecture; /* the first part of the bitcode's triple, for messages too */
    const char *cpu, *abi;
    const char *features; /* for module-level assembly, and for functions without their own */
    const char *const *switches; /* of LLVM, once a process; NULL at the end */
};

/* The target's own mnemonics in assembly that clang assembles: assembler.h says what each does. */
struct target_assembly {
    char *(*rewrite)(const char *text, size_t length, enum assembler_source source,
                     struct diag_location place, struct diag_engine *diag);
    char *(*quote)(const char *text, size_t length, enum assembler_source source,
                   struct diag_location place, struct diag_engine *diag);
    char *(*unquote)(const char *text, size_t length, size_t *result_length);
    void (*summarize)(const char *text, size_t length, struct assembler_summary *summary);
};

struct target {
    const char *name;
    const char *triple;

    /* ---- clang ---- */
    const char *const *clang_options; /* of every unit, beside the triple; NULL at the end */
    const char *const *cxx_options;   /* of C++ units, too; likewise */
    const char *const *speed_options; /* of units compiled with -O2 and -O3, too; likewise */
    const char *const *fixed_options; /* of every unit, after the user's, which they overrule */
    const char *debug_option;         /* of units with debugging information: the format */
    bool is_host;        /* a kernel's entry is a row of a library that the host loads */
    const char *header;  /* included before the first line of each C or C++ unit */
    const char *library; /* its directory among the tools' resources: include/ in it
                            has the C library's headers, include/c++ those of C++ */
    const char *inline_library; /* a file there: bitcode of functions to inline */
    /* The predefined macros, and what else the preprocessor is told before the user's options. */
    void (*add_preprocessor)(struct string_list *clang, const struct muon_note_shape *shape,
                             bool half_is_bfloat);

    /* ---- IR ---- */
    const enum ir_pass *passes;   /* up to the form that --emit=llvm shows; PASS_END at the end */
    const enum ir_pass *emission; /* then, for the code generator; likewise */
    struct target_codegen codegen;
    struct target_assembly assembly;

    /* ---- link: link/link.h; but for the last what may be NULL ---- */
    /* Assembly that makes a unit's object tell what it was compiled for; the caller frees it. */
    char *(*notes)(const struct muon_note_shape *shape, bool neutrino, uint64_t abi_hash);
    char *(*half_note)(bool is_bfloat); /* that of a unit in which it matters; likewise */
    /* And what its facts are (facts/facts.h), as bytes. */
    char *(*fact_notes)(const uint8_t *facts, size_t size);
    char *(*kernel_note)(const char *signature); /* a kernel's (object/signature.h) */
    void (*link_begin)(const struct link_request *request);
    bool (*link)(const struct link_request *request, struct diag_engine *diag);
};

#endif
