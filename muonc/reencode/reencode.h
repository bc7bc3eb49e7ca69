/* lld's executable of RV32 words to a program of Muon words, in memory. */
#ifndef MUONC_REENCODE_REENCODE_H
#define MUONC_REENCODE_REENCODE_H

#include "muonc/proof/uniform.h"
#include "muonc/reencode/fuse.h"
#include "muonc/spill/spill.h"

struct reencode_options {
    bool strip_debug;    /* -s, -g0 */
    bool prove;          /* that branches are uniform or split: uniform.h */
    bool spill_to_stack; /* -mno-spill-to-registers */
};

/* What was done; the passes' headers say what they count. */
struct reencode_counts {
    unsigned words_in, words_out; /* RV32 words (placeholders count once) and Muon words */
    struct fuse_counts fused;
    unsigned czero_expanded;
    struct spill_counts spills;
    struct uniform_counts branches; /* if they were proved */
};

/* The image was read from the executable, whose bytes are needed for its lines. After this it is
 * ready for muon_elf_write. Reports and returns false on any error. */
bool reencode(const struct reencode_options *options, struct image *image, const void *executable,
              size_t size, struct diag_engine *diag, struct reencode_counts *counts);

#endif
