/* From objects of the intermediate form to a Muon ELF: lld, re-encoding, the Neutrino image. */
#ifndef MUONC_LINK_LINK_H
#define MUONC_LINK_LINK_H

#include "object/nbin.h"
#include "support/diag.h"
#include "support/program.h"

struct link_request {
    const struct string_list *inputs;    /* objects, archives, -l…, -Wl,… in the command's order */
    const struct string_list *arguments; /* for lld, before them: -L, -u, … may be NULL */
    const char *script;                  /* -T, NULL: lib/neutrino/muon/muon.ld */
    bool no_start_files;          /* -nostartfiles: neither crt0 nor, with it, .note checks */
    bool no_standard_library;     /* -nostdlib */
    const struct nbin *nbin;      /* NULL: a program without Neutrino */
    const char *nbin_path;        /* for messages */
    struct muon_note_shape shape; /* for programs whose objects carry no note */
    const char *directory;        /* for intermediate files */
    struct program *lld;          /* zero, or what link_begin started */
    const char *output;
    const char *keep_rv32; /* also write lld's ELF here (--emit=rv32, -save-temps) */
    bool only_rv32;        /* stop after lld: --emit=rv32 writes output itself */
    bool strip_debug;      /* -s, -g0 */
    bool prove;            /* that branches are uniform or split: uniform.h */
    bool spill_to_stack;   /* -mno-spill-to-registers */
    enum program_echo echo;
};

struct link_statistics {
    unsigned words_in, words_out; /* RV32 words (placeholders count once) and Muon words */
    unsigned fused_lui, fused_auipc, fused_call;
    unsigned expanded_czero;
    /* Conditional branches that the lanes of a warp decide alike, that are the branch of a vx_split
     * or vx_pred, and those of which the author of assembly, a __uniform or a __single_lane says
     * so.
     */
    unsigned branches_uniform, branches_split, branches_promised;
    /* Words of stack frames that the register allocator spilled to, and those of them that are
     * registers now; the loads and stores of the former, and those that are left. */
    unsigned spill_slots, spill_slots_kept;
    unsigned spill_loads, spill_loads_left;
    unsigned spill_stores, spill_stores_left;
    unsigned spill_moves_removed; /* of those that the others became */
};

/* lld takes as long to load as to link a small program. This lets it load while the inputs, all of
 * them or the last, are still being made. It may be done more than once; when the link does not
 * come about the lld is to be abandoned. */
void link_begin(const struct link_request *request);

/* Reports and returns false without touching output on any error. statistics may be NULL. */
bool link_program(const struct link_request *request, struct diag_engine *diag,
                  struct link_statistics *statistics);

#endif
