/* Codes and messages. */
#include "libtask/host/status.h"

#include <stdarg.h>

static _Thread_local char text[1024];

enum tk_status fail(enum tk_status status, const char *format, ...) {
    char written[sizeof text]; /* what is formatted may be the message itself */
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(written, sizeof written, format, arguments);
    va_end(arguments);
    for (size_t i = 0; i == 0 || written[i - 1]; i++)
        text[i] = written[i];
    return status;
}

enum tk_status fail_memory(void) {
    return fail(TK_ERROR_MEMORY, "the host has no memory left");
}

const char *tk_message(void) {
    return text;
}

static const struct {
    const char *name, *text;
} statuses[] = {
#define TK_STATUS(name, text) {"TK_" #name, text},
#include "neutrino/host.def"
#undef TK_STATUS
};

static bool known(enum tk_status status) {
    return (size_t)status < sizeof statuses / sizeof *statuses;
}

const char *tk_status_name(enum tk_status status) {
    return known(status) ? statuses[status].name : "no status";
}

const char *tk_status_text(enum tk_status status) {
    return known(status) ? statuses[status].text : "no status";
}
