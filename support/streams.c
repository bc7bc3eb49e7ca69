#include "support/streams.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

void streams_begin(void) {
    /* Else the next file that is opened would be standard output. */
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
        if (fcntl(stream, F_GETFD) < 0)
            open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

bool streams_flush(struct diag_engine *diag) {
    static bool lost;
    errno = 0;
    if (lost || (fflush(stdout) == 0 && !ferror(stdout)))
        return !lost;
    int reason = errno;
    lost = true;
    diag_file_error(diag, "<stdout>", "cannot write%s%s", reason ? ": " : "",
                    reason ? strerror(reason) : "");
    return false;
}

int streams_end(int status, struct diag_engine *diag) {
    return streams_flush(diag) || status ? status : 1;
}
