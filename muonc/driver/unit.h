/* One source, through the pipeline up to an object or to the step the user asked for. */
#ifndef MUONC_DRIVER_UNIT_H
#define MUONC_DRIVER_UNIT_H

#include "muonc/driver/session.h"

/* Takes the input to the given action (not a linking one) and writes the result to output, "-" for
 * standard output. false after diagnostics, ours or clang's. */
bool unit_compile(struct session *session, const struct input *input, enum action action,
                  const char *output);

#endif
