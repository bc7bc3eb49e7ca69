#include "muonc/ir/pipeline.h"

#include "muonc/ir/passes/passes.h"

static const struct {
    bool (*run)(struct ir_unit *unit);
    bool checks; /* runs also when a pass before it has failed */
} table[PASS_COUNT] = {
#define PASS(id, function) [PASS_##id] = {function, false},
#define CHECK(id, function) [PASS_##id] = {function, true},
#include "muonc/target/passes.def"
#undef PASS
#undef CHECK
};

bool pipeline_run(struct ir_unit *unit, const enum ir_pass *passes) {
    bool good = true;
    for (; *passes != PASS_END; passes++)
        if (good || table[*passes].checks)
            good &= table[*passes].run(unit);
    return good;
}
