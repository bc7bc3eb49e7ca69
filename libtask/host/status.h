/* Codes and messages of calls that fail. */
#ifndef LIBTASK_HOST_STATUS_H
#define LIBTASK_HOST_STATUS_H

#include "neutrino/host.h"

/* Leaves the message for tk_message() and returns the status. */
enum tk_status fail(enum tk_status status, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
enum tk_status fail_memory(void);

#endif
