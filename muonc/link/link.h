/* From objects of the intermediate form to a Muon ELF: lld, re-encoding, the Neutrino image. */
#ifndef MUONC_LINK_LINK_H
#define MUONC_LINK_LINK_H

#include "muonc/reencode/reencode.h"
#include "object/nbin.h"
#include "support/diag.h"
#include "support/output.h"
#include "support/program.h"

struct link_request {
    const struct string_list *inputs;    /* objects, archives, -l…, -Wl,… in the command's order */
    const struct string_list *names;     /* by which the user knows them: sources, mostly */
    const struct string_list *arguments; /* for lld, before them: -L, -u, … may be NULL */
    const struct string_list *compiler;  /* the command's options for clang; may be NULL */
    const char *script;                  /* -T, NULL: lib/neutrino/muon/muon.ld */
    bool no_start_files;          /* -nostartfiles: neither crt0 nor, with it, .note checks */
    bool no_standard_library;     /* -nostdlib */
    const struct nbin *nbin;      /* NULL: a program without Neutrino */
    const char *nbin_path;        /* its file */
    struct muon_note_shape shape; /* for programs whose objects carry no note */
    const char *directory;        /* for intermediate files */
    struct program *lld;          /* zero, or what link_begin started */
    struct outputs *outputs;      /* to which is added */
    const char *output;
    const char *keep_rv32; /* write lld's ELF here at once (-save-temps) */
    bool only_rv32;        /* stop after lld: --emit=rv32 writes output itself */
    bool again;            /* what lld warns of has been said */
    enum program_echo echo;
    struct reencode_options reencode;
};

/* lld takes as long to load as to link a small program. This lets it load while the inputs, all of
 * them or the last, are still being made. It may be done more than once; when the link does not
 * come about the lld is to be abandoned. */
void link_begin(const struct link_request *request);

/* Reports and returns false without an output on any error. With -v (echo) it tells on
 * standard error what re-encoding did. */
bool link_program(const struct link_request *request, struct diag_engine *diag);

#endif
