/* Addresses as sums whose parts are values of their own, those and masks once for each place, and
 * before the loops that do not change them. */
#include "muonc/ir/codegen.h"
#include "muonc/ir/passes/passes.h"

/* LLVM's optimiser leaves an address in one piece: the code generator takes it apart where it is
 * used, and moves what it can before loops only as far as it has registers for. There are registers
 * enough. */
static const char passes[] =
    "function(separate-const-offset-from-gep<lower-gep>,early-cse,loop-mssa(licm))";

bool invariants_hoist(struct ir_unit *unit) {
    if (!unit->options->optimization)
        return true;
    LLVMTargetMachineRef machine = codegen_machine(unit);
    bool good = machine && unit_run_machine_passes(unit, passes, machine);
    if (machine)
        LLVMDisposeTargetMachine(machine);
    return good;
}
