/* Programs with several stacks (coroutines), or that go back to an earlier frame (longjmp). Nothing
 * saves and restores the registers of spill slots with the stack, so such programs have none. */
#ifndef MUONC_SPILL_STACK_SWITCH_H
#define MUONC_SPILL_STACK_SWITCH_H

#include "muonc/program/function.h"

/* Whether any code loads its stack pointer, or code that is not the compiler's gives it a value out
 * of a register: a stack that was left is not gone back to without that. Start code sets it to a
 * constant, and goes on from there. compiled: for each function of the list. */
bool stack_switches(const struct image *image, const struct function_list *functions,
                    const bool *compiled);

#endif
