/* One source, through the pipeline up to an object or to the step the user asked for. */
#ifndef MUONC_DRIVER_UNIT_H
#define MUONC_DRIVER_UNIT_H

#include "muonc/driver/session.h"

/* Takes the input to the given action (not a linking one) and adds the result to the session's
 * outputs; an object that is to be linked is written at once. false after diagnostics, ours or
 * clang's. */
bool unit_compile(struct session *session, const struct input *input, enum action action,
                  const char *output);

#endif
