#include "support/program.h"

#include "support/interrupt.h"
#include "support/path.h"
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

static void echo_command(const struct string_list *arguments, struct diag_engine *diag) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; i < arguments->count; i++)
        fprintf(out, " \"%s\"", arguments->items[i]);
    fclose(out);
    diag_print(diag, text);
    free(text);
}

static void close_end(int *end) {
    if (*end >= 0)
        close(*end);
    *end = -1;
}

static void feed(int *end, const char *input, size_t size, size_t *written) {
    ssize_t n = write(*end, input + *written, size - *written);
    *written += n > 0 ? (size_t)n : 0;
    if ((n < 0 && errno != EAGAIN && errno != EINTR) || *written == size)
        close_end(end);
}

static void drain(int *end, FILE *to) {
    char block[1 << 14];
    ssize_t n = read(*end, block, sizeof block);
    if (n > 0)
        fwrite(block, 1, (size_t)n, to);
    else if (n == 0 || errno != EINTR)
        close_end(end);
}

/* Feeds standard input and drains the other two together, so that no pipe can fill up and stop both
 * sides; writing never blocks for the same reason. */
static void exchange(struct program *program, const char *input, size_t size, FILE *captured,
                     FILE *messages) {
    size_t written = 0;
    if (!size)
        close_end(&program->to);
    if (program->to >= 0)
        fcntl(program->to, F_SETFL, O_NONBLOCK);
    while (program->to >= 0 || program->from >= 0 || program->errors >= 0) {
        struct pollfd ends[3] = {{.fd = program->to, .events = POLLOUT},
                                 {.fd = program->from, .events = POLLIN},
                                 {.fd = program->errors, .events = POLLIN}};
        if (poll(ends, 3, -1) < 0 && errno != EINTR)
            break;
        if (ends[0].revents)
            feed(&program->to, input, size, &written);
        if (ends[1].revents)
            drain(&program->from, captured);
        if (ends[2].revents)
            drain(&program->errors, messages);
    }
}

/* As waitpid tells it. Its number may be another program's as soon as it is told. */
static int wait_for(pid_t child) {
    int status;
    siginfo_t ended;
    while (waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
    }
    interrupt_hold();
    if (waitpid(child, &status, 0) < 0)
        status = W_EXITCODE(127, 0);
    interrupt_forget_child(child);
    interrupt_release();
    return status;
}

/* A program that is killed may not have said why. An interrupt, which it got as we did, is no
 * news. */
static int exit_status(const struct program *program, int status, struct diag_engine *diag) {
    if (!WIFSIGNALED(status))
        return WEXITSTATUS(status);
    int number = WTERMSIG(status);
    if (number != SIGINT && number != SIGTERM && number != SIGHUP)
        diag_error(diag, "'%s' was stopped by signal %d (%s)", program->name, number,
                   strsignal(number));
    return 128 + number;
}

/* Tools ignore it, which a program would inherit. */
static void reset_closed_pipe_signal(posix_spawnattr_t *attributes) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    posix_spawnattr_setsigdefault(attributes, &signals);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF);
}

/* A pipe to or from a stream of the child. The end that stays here is closed in every child, so
 * that none keeps another's input open. */
static int make_pipe(int ends[2], int stream, posix_spawn_file_actions_t *actions) {
    if (pipe2(ends, O_CLOEXEC))
        return errno;
    posix_spawn_file_actions_adddup2(actions, ends[stream != STDIN_FILENO], stream);
    return 0;
}

void program_start(struct program *program, const struct string_list *arguments, unsigned streams) {
    int in[2] = {-1, -1}, out[2] = {-1, -1}, errors[2] = {-1, -1};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    reset_closed_pipe_signal(&attributes);
    *program = (struct program){.name = xstrdup(arguments->items[0])};
    if (streams & PROGRAM_INPUT)
        program->error = make_pipe(in, STDIN_FILENO, &actions);
    if (streams & PROGRAM_OUTPUT && !program->error)
        program->error = make_pipe(out, STDOUT_FILENO, &actions);
    if (streams & PROGRAM_MESSAGES && !program->error)
        program->error = make_pipe(errors, STDERR_FILENO, &actions);
    fflush(NULL);
    /* A clang or lld that crashes, on a full disk say, leaves files of its symbolizer's behind. */
    setenv("LLVM_DISABLE_SYMBOLIZATION", "1", false);
    interrupt_hold();
    if (!program->error)
        program->error = posix_spawnp(&program->child, program->name, &actions, &attributes,
                                      arguments->items, environ);
    if (!program->error)
        interrupt_add_child(program->child);
    interrupt_release();
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    close_end(&in[0]);
    close_end(&out[1]);
    close_end(&errors[1]);
    program->to = in[1];
    program->from = out[0];
    program->errors = errors[0];
}

static void release(struct program *program) {
    close_end(&program->to);
    close_end(&program->from);
    close_end(&program->errors);
    free(program->name);
    program->name = NULL;
}

int program_finish(struct program *program, const struct program_run *run,
                   struct diag_engine *diag) {
    FILE *captured = run->captured ? open_memstream(run->captured, run->captured_size) : NULL;
    FILE *messages = run->messages ? open_memstream(run->messages, run->messages_size) : NULL;
    int status = 127;
    if (program->error) {
        diag_error(diag, "cannot run '%s': %s", program->name, strerror(program->error));
    } else {
        /* A program that exits without reading its input must not kill the tool. */
        void (*previous)(int) = signal(SIGPIPE, SIG_IGN);
        exchange(program, run->input, run->input_size, captured, messages);
        signal(SIGPIPE, previous);
        status = exit_status(program, wait_for(program->child), diag);
    }
    if (captured)
        fclose(captured);
    if (messages)
        fclose(messages);
    release(program);
    return status;
}

void program_abandon(struct program *program) {
    if (!program->name)
        return;
    if (!program->error) {
        kill(program->child, SIGKILL);
        wait_for(program->child);
    }
    release(program);
}

int program_execute(const struct program_run *run, struct diag_engine *diag) {
    if (run->echo != PROGRAM_SILENT)
        echo_command(run->arguments, diag);
    if (run->echo == PROGRAM_DRY_RUN) {
        if (run->captured)
            fclose(open_memstream(run->captured, run->captured_size));
        if (run->messages)
            fclose(open_memstream(run->messages, run->messages_size));
        return 0;
    }
    struct program program;
    program_start(&program, run->arguments,
                  (run->input ? PROGRAM_INPUT : 0) | (run->captured ? PROGRAM_OUTPUT : 0) |
                      (run->messages ? PROGRAM_MESSAGES : 0));
    return program_finish(&program, run, diag);
}

char *program_temporary_directory(struct diag_engine *diag) {
    char *path = xasprintf("%s/neutrino-XXXXXX", configured("TMPDIR", "/tmp"));
    interrupt_hold();
    bool made = mkdtemp(path) != NULL;
    if (made)
        interrupt_add_path(path);
    interrupt_release();
    if (made)
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
        char *name = path_join(path, entry->d_name);
        if (entry->d_name[0] != '.')
            unlink(name);
        free(name);
    }
    closedir(directory);
    rmdir(path);
    interrupt_hold();
    interrupt_forget_path(path);
    interrupt_release();
}
