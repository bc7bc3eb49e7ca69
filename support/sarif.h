/* A tool's messages as a log in SARIF 2.1.0, the format of OASIS for what tools find. It is one
 * JSON document, so nothing is printed before the tool ends: until then standard error is a file in
 * memory, to which this process and those that it starts write the lines of
 * --diagnostics-format=json, and a few more kinds:
 *
 *   {"part":true,"file":…,"fixit":…}    the fix-it of the message before replaces here, too
 *   {"range":true,"file":…,"end_line":…,"end_column":…}    another place that the message before is
 * about
 *   {"printed":"…"}                     a line that is no message */
#ifndef SUPPORT_SARIF_H
#define SUPPORT_SARIF_H

#include <stdio.h>

/* What standard error was, on which the log will be printed; NULL, with errno set, if that cannot
 * be. */
FILE *sarif_begin(void);

/* Standard error is again what it was, and the log is printed on it. */
void sarif_end(FILE *log, const char *tool);

#endif
