/* One translation unit on its way through the IR passes, and what every pass needs of it. */
#ifndef MUONC_IR_UNIT_UNIT_H
#define MUONC_IR_UNIT_UNIT_H

#include "muonc/ir/unit/options.h"
#include "muonc/ir/unit/value_map.h"
#include "muonc/target/target.h"
#include "object/frames.h"
#include "support/alloc.h"
#include "support/diag.h"

#include <llvm-c/Core.h>
#include <llvm-c/TargetMachine.h>
#include <stdbool.h>

enum { ADDRESS_GLOBAL = 0, ADDRESS_SHARED = 1 };

/* The annotations that __single_lane and __kernel make. */
#define UNIT_SINGLE_LANE "muon.single_lane"
#define UNIT_KERNEL "neutrino.kernel"

/* Errors of code generation on their way to their places (asm_places.h). */
struct emission {
    bool first;  /* errors are kept: they are told when it is done once more */
    bool marked; /* inline assembly has numbers */
    struct string_list kept;
    char *waiting;           /* an error whose place is in the note that follows, or NULL */
    struct string_list told; /* no need to say so again */
};

/* What assembly does is asked again and again: by its value, of which there is one in a context. */
struct summary_table {
    struct value_map numbers; /* of items */
    struct assembler_summary *items;
    size_t count;
};

struct ir_unit {
    LLVMContextRef context;
    LLVMModuleRef module;
    const char *path; /* the user's source */
    const struct target *target;
    const struct ir_options *options;
    struct diag_engine *diag;
    struct string_list names; /* what reported locations point to */
    struct frame_list frames; /* of the functions that code has been generated for */
    struct {
        LLVMValueRef value;
        struct diag_location place;
    } declared;       /* the declaration looked for last: its file is read for that */
    bool reads_items; /* of work-items (neutrino/kernel.h) */
    bool has_steps;   /* of kernels for large groups (host/step.c) */
    bool exchanges;   /* words of theirs (neutrino/collective.h) */
    struct emission emission;
    struct summary_table summaries; /* assembly.c's */
};

/* Every pass walks functions, blocks and instructions like this. The next instruction is taken
 * first, so that the body may erase the current one. */
#define FOR_EACH_FUNCTION(function, module)                                                        \
    for (LLVMValueRef function = LLVMGetFirstFunction(module); function;                           \
         function = LLVMGetNextFunction(function))
#define FOR_EACH_BLOCK(block, function)                                                            \
    for (LLVMBasicBlockRef block = LLVMGetFirstBasicBlock(function); block;                        \
         block = LLVMGetNextBasicBlock(block))
#define FOR_EACH_INSTRUCTION(instruction, block)                                                   \
    for (LLVMValueRef instruction = LLVMGetFirstInstruction(block), next_instruction_;             \
         instruction && (next_instruction_ = LLVMGetNextInstruction(instruction), true);           \
         instruction = next_instruction_)

/* The place of an instruction, function or global variable in the source: its innermost line, even
 * if it was inlined; the function's name if it has none itself. Without debug information the file
 * as a whole. */
struct diag_location unit_location(struct ir_unit *unit, LLVMValueRef value);

/* The place of debug information, a DILocation. */
struct diag_location unit_place(struct ir_unit *unit, LLVMMetadataRef location);

/* Where an instruction is in the function that has the branch, and what is called there, if it was
 * inlined from a function that the branch is not in; else both stay as they are. */
void unit_inlined_beside(struct ir_unit *unit, LLVMValueRef instruction, LLVMValueRef branch,
                         struct diag_location *where, const char **function);

/* Where the function that an instruction came from was called, and that function's name; false if
 * the instruction was not inlined. */
bool unit_inlined(struct ir_unit *unit, LLVMValueRef instruction, struct diag_location *call,
                  const char **function);

/* Messages tell names: a value that takes another one's place has its name. */
void unit_take_name(LLVMValueRef value, LLVMValueRef from);

/* A value's name, never NULL; "argument 2" and the like for values without one. */
const char *unit_name(struct ir_unit *unit, LLVMValueRef value);

/* A function's name in the source, without C++'s mangling if there is debug information. */
const char *unit_function_name(struct ir_unit *unit, LLVMValueRef function);

/* Whether a call's callee is the intrinsic of this name; a name that ends with a dot matches every
 * overload. */
bool unit_is_intrinsic(LLVMValueRef call, const char *name);

/* Whether a function has clang's __attribute__((annotate(text))). */
bool unit_has_annotation(LLVMModuleRef module, LLVMValueRef function, const char *text);

/* Marks an instruction for a later pass. What LLVM makes of it need not have the mark. */
void unit_set_mark(struct ir_unit *unit, LLVMValueRef instruction, const char *mark);
bool unit_has_mark(const struct ir_unit *unit, LLVMValueRef instruction, const char *mark);

/* Runs passes of LLVM's, in the notation of opt -passes, over the module. Reports a failure. */
bool unit_run_passes(struct ir_unit *unit, const char *passes);
/* The same for passes that ask what the machine can do. */
bool unit_run_machine_passes(struct ir_unit *unit, const char *passes,
                             LLVMTargetMachineRef machine);

/* Whether a function is to be small rather than fast (-Os). */
bool unit_is_for_size(LLVMValueRef function);

bool unit_is_call(LLVMValueRef instruction);
/* Whether it may be executed where it was not, and again: arithmetic of integers and addresses
 * without divisions, an instruction or so each. */
bool unit_is_arithmetic(LLVMValueRef instruction);
LLVMValueRef unit_inline_asm(LLVMValueRef instruction); /* the asm it calls, or NULL */

#endif
