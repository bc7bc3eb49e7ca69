/* A tool's standard streams: what is printed is not lost without a word. */
#ifndef SUPPORT_STREAMS_H
#define SUPPORT_STREAMS_H

#include "support/diag.h"

/* To be called first. Streams that are closed stay unusable, whatever is opened later; and writing
 * to a pipe that no one reads, or more to a file than a limit allows, fails, where it would end the
 * tool without a message. */
void streams_begin(void);
/* To be called last, with the tool's exit status: 1 in the place of 0, after a diagnostic, if what
 * was printed on standard output did not get there. */
int streams_end(int status, struct diag_engine *diag);
/* Whether all that was printed so far got there; false after a diagnostic, which is made once. */
bool streams_flush(struct diag_engine *diag);

#endif
