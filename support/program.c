#include "support/program.h"

#include "version.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char *configured(const char *variable, const char *fallback) {
    const char *value = getenv(variable);
    return value && *value ? value : fallback;
}

const char *program_clang(void) {
    return configured("NEUTRINO_CLANG", CLANG_PROGRAM);
}

const char *program_lld(void) {
    return configured("NEUTRINO_LLD", LLD_PROGRAM);
}

static void echo_command(const struct string_list *arguments) {
    for (size_t i = 0; i < arguments->count; i++)
        fprintf(stderr, " \"%s\"", arguments->items[i]);
    fputc('\n', stderr);
}

/* Feeds standard input and drains standard output together, so that neither pipe can fill up and
 * stop both sides; writing never blocks for the same reason. */
static void exchange(int to, int from, const struct program_run *run, FILE *captured) {
    size_t written = 0;
    if (to >= 0)
        fcntl(to, F_SETFL, O_NONBLOCK);
    while (to >= 0 || from >= 0) {
        struct pollfd ends[2] = {{.fd = to, .events = POLLOUT}, {.fd = from, .events = POLLIN}};
        if (poll(ends, 2, -1) < 0 && errno != EINTR)
            break;
        if (ends[0].revents) {
            ssize_t n = write(to, run->input + written, run->input_size - written);
            written += n > 0 ? (size_t)n : 0;
            if ((n < 0 && errno != EAGAIN) || written == run->input_size) {
                close(to);
                to = -1;
            }
        }
        if (ends[1].revents) {
            char block[1 << 14];
            ssize_t n = read(from, block, sizeof block);
            if (n > 0) {
                fwrite(block, 1, (size_t)n, captured);
            } else {
                close(from);
                from = -1;
            }
        }
    }
}

static int wait_for(pid_t child) {
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return 127;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int program_execute(const struct program_run *run, struct diag_engine *diag) {
    if (run->echo != PROGRAM_SILENT)
        echo_command(run->arguments);
    FILE *captured = run->captured ? open_memstream(run->captured, run->captured_size) : NULL;
    if (run->echo == PROGRAM_DRY_RUN) {
        if (captured)
            fclose(captured);
        return 0;
    }
    int in[2] = {-1, -1}, out[2] = {-1, -1};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (run->input && pipe(in) == 0) {
        posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
        posix_spawn_file_actions_addclose(&actions, in[0]);
        posix_spawn_file_actions_addclose(&actions, in[1]);
    }
    if (captured && pipe(out) == 0) {
        posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
        posix_spawn_file_actions_addclose(&actions, out[0]);
        posix_spawn_file_actions_addclose(&actions, out[1]);
    }
    pid_t child;
    fflush(NULL);
    const char *name = run->arguments->items[0];
    int error = posix_spawnp(&child, name, &actions, NULL, run->arguments->items, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (in[0] >= 0)
        close(in[0]);
    if (out[1] >= 0)
        close(out[1]);
    int status = 127;
    if (error) {
        diag_error(diag, "cannot run '%s': %s", name, strerror(error));
        if (in[1] >= 0)
            close(in[1]);
        if (out[0] >= 0)
            close(out[0]);
    } else {
        /* A program that exits without reading its input must not kill the tool. */
        void (*previous)(int) = signal(SIGPIPE, SIG_IGN);
        exchange(in[1], out[0], run, captured);
        signal(SIGPIPE, previous);
        status = wait_for(child);
    }
    if (captured)
        fclose(captured);
    return status;
}

char *program_temporary_directory(struct diag_engine *diag) {
    char *path = xasprintf("%s/neutrino-XXXXXX", configured("TMPDIR", "/tmp"));
    if (mkdtemp(path))
        return path;
    diag_file_error(diag, path, "cannot make a temporary directory: %s", strerror(errno));
    free(path);
    return NULL;
}

void program_remove_directory(const char *path) {
    DIR *directory = opendir(path);
    if (!directory)
        return;
    for (struct dirent *entry; (entry = readdir(directory));) {
        char *name = xasprintf("%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.')
            unlink(name);
        free(name);
    }
    closedir(directory);
    rmdir(path);
}
