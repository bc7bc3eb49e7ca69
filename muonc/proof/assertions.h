/* What __uniform asserts, in a linked program (object/promises.h).
 *
 * Its marker is an instruction that reads the register, so that all that changes code up to here
 * keeps the value and renames the register in it. Now it goes: the place it leaves is the next
 * instruction's. If control gets there otherwise too, as to the head of a loop before which the
 * assertion is last, what holds at the marker need not hold there, and it stays as a nop. */
#ifndef MUONC_PROOF_ASSERTIONS_H
#define MUONC_PROOF_ASSERTIONS_H

#include "muonc/program/image.h"
#include "support/diag.h"

/* Takes the markers out and completes the records. After all that changes registers, before the
 * proofs. Reports and returns false if the records are damaged. */
bool assertions_settle(struct image *image, struct diag_engine *diag);

#endif
