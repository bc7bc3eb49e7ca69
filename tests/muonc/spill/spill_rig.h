/* Small programs of decoded instructions, as spill.h sees them, and their text afterwards. */
#ifndef TESTS_MUONC_SPILL_SPILL_RIG_H
#define TESTS_MUONC_SPILL_SPILL_RIG_H

#include "muonc/spill/spill.h"

enum { ZERO, RA, SP, GP, TP, T0, T1, T2, S0, S1, A0, A1, A2, A3, A4, A5, A6, A7, S2, S3 };
enum { T3 = 28, X32 = 32 };

/* Begins an empty program, and frees the one before. */
void rig_begin(void);
void rig_end(void);

/* Begins a function; what follows is in it. */
void rig_function(const char *name);
/* The compiler's, with the slots that follow: their offsets from the stack pointer at entry. */
void rig_compiled(const char *name);
void rig_slot(int32_t offset, uint32_t size);

/* Adds an instruction; returns its number in the program. */
size_t rig_add(struct muon_insn insn);
size_t rig_addi(unsigned rd, unsigned rs1, int32_t imm);
size_t rig_load(enum muon_op op, unsigned rd, int32_t offset, unsigned base);
size_t rig_store(enum muon_op op, unsigned rs2, int32_t offset, unsigned base);
size_t rig_lw(unsigned rd, int32_t offset, unsigned base);
size_t rig_sw(unsigned rs2, int32_t offset, unsigned base);
size_t rig_op(enum muon_op op, unsigned rd, unsigned rs1, unsigned rs2);
size_t rig_call(const char *name);
size_t rig_ret(void);
/* A branch or jump to an instruction of the program that may follow. */
size_t rig_branch(enum muon_op op, unsigned rs1, unsigned rs2, size_t to);
/* A word of data that holds the address of an instruction; of a function by the name. */
void rig_address(size_t of);
void rig_address_of(const char *name);
/* The number that the next instruction gets. */
size_t rig_next(void);

/* Runs spills_promote; the image is as it leaves it. */
extern struct image rig_image;
extern struct spill_counts rig_counts;
void rig_promote(bool keep);

/* The instructions of a function that are left, with "; " between them, addresses as numbers of
 * instructions. Valid until the next call. */
const char *rig_text(const char *function);
/* What has changed in it, NULL if nothing. */
const struct spill_frame *rig_frame(const char *function);
/* Whether the proof of masks.h holds. */
bool rig_masks_hold(void);

/* Changes before rig_promote: the frame section's bytes, for malformed ones. */
extern uint8_t *rig_frames;
extern size_t rig_frames_size;
/* Makes the image without running anything. */
void rig_make(void);

#endif
