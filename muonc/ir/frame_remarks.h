/* What LLVM's stack frame layout pass tells of a function, for object/frames.h. */
#ifndef MUONC_IR_FRAME_REMARKS_H
#define MUONC_IR_FRAME_REMARKS_H

#include "object/frames.h"

/* The switch of LLVM that has it tell. */
#define FRAME_REMARKS_SWITCH "-pass-remarks-analysis=^stack-frame-layout$"

/* Takes the remark
 *
 *   Function: name
 *   Offset: [SP-4], Type: Spill, Align: 4, Size: 4
 *   Offset: [SP-24], Type: Variable, Align: 8, Size: 16
 *       x @ kernel.c:3
 *
 * apart: the function and its spill slots. false if it is another remark, or is not understood to
 * the last slot; the linker then leaves the function as it is. */
bool frame_remark_parse(const char *remark, struct frame *frame);

#endif
