#include "muonc/targets/targets.h"

#define TARGET(name) extern const struct target target_##name;
#include "muonc/targets/targets.def"
#undef TARGET

const struct target *const targets[] = {
#define TARGET(name) &target_##name,
#include "muonc/targets/targets.def"
#undef TARGET
    NULL,
};
