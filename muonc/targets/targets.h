/* The machines that muonc compiles for. */
#ifndef MUONC_TARGETS_TARGETS_H
#define MUONC_TARGETS_TARGETS_H

#include "muonc/target/target.h"

/* As targets.def lists them; NULL at the end. */
extern const struct target *const targets[];

#endif
