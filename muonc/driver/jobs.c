#include "muonc/driver/jobs.h"

#include "muonc/driver/results.h"
#include "muonc/driver/unit.h"
#include "support/interrupt.h"
#include "support/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- one ---- */

static char *read_stream(FILE *stream) {
    long size = ftell(stream);
    char *text = xcalloc(1, (size_t)size + 1);
    fseek(stream, 0, SEEK_SET);
    text[fread(text, 1, (size_t)size, stream)] = '\0';
    return text;
}

static bool compile(struct session *session, struct job *job, enum action action,
                    const char *output) {
    session->rule_target = job->rule_target;
    free(session->rule_targets);
    session->rule_targets = NULL;
    FILE *rules = session->dependencies = session->command->dependencies ? tmpfile() : NULL;
    bool ok = unit_compile(session, job->input, action, output);
    session->dependencies = NULL;
    if (rules) {
        job->rules = read_stream(rules);
        fclose(rules);
    }
    return ok;
}

/* ---- in a process of its own ---- */

/* As an exit status: what was to be said did not get into the file for it. */
enum { MESSAGES_LOST = 3 };

/* What a process leaves in the session's directory. */
static char *left(const struct session *session, size_t job, const char *what) {
    return xasprintf("%s/job%zu.%s", session->directory, job, what);
}

static bool leave(const struct session *session, size_t job, const char *what, const char *text) {
    char *path = left(session, job, what);
    bool ok = output_write(path, text, strlen(text), session->diag);
    free(path);
    return ok;
}

/* The child. Its temporary files are its own, as they have the same names in each. */
static void work(struct session *session, struct job *job, size_t number, enum action action) {
    char *messages = left(session, number, "messages"), *object = left(session, number, "o");
    int file = open(messages, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file >= 0)
        dup2(file, STDERR_FILENO);
    struct session own = *session;
    own.outputs = (struct outputs){0};
    own.link = NULL;
    own.keeps_objects = true;
    own.directory = program_temporary_directory(session->diag);
    bool ok = own.directory &&
              compile(&own, job, action, command_links(own.command) ? job->output : object);
    if (ok && job->rules)
        ok = leave(session, number, "rules", job->rules);
    if (own.directory)
        program_remove_directory(own.directory);
    fflush(NULL);
    if (ferror(stderr))
        _exit(MESSAGES_LOST);
    _exit(ok && !session->diag->errors ? 0 : session->diag->wrong_usage ? 2 : 1);
}

struct worker {
    pid_t process;
    bool over;
    int status;
};

static bool begin(struct session *session, struct job *jobs, struct worker *workers, size_t number,
                  enum action action) {
    fflush(NULL); /* what is buffered is written once */
    interrupt_hold();
    pid_t parent = getpid(), process = fork();
    if (process == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        for (size_t i = 0; i < number; i++)
            interrupt_forget_child(workers[i].process);
        interrupt_forget_path(session->directory);
        interrupt_release();
        if (getppid() != parent)
            _exit(1);
        work(session, &jobs[number], number, action);
    }
    if (process > 0)
        interrupt_add_child(process);
    interrupt_release();
    if (process < 0)
        diag_error(session->diag, "cannot start a process: %s", strerror(errno));
    workers[number].process = process;
    return process > 0;
}

/* Waits for any of them. */
static void wait_for_one(struct worker *workers, size_t count) {
    int status;
    pid_t process;
    do
        process = waitpid(-1, &status, 0);
    while (process < 0 && errno == EINTR);
    for (size_t i = 0; i < count; i++)
        if (workers[i].process == process) {
            interrupt_hold();
            interrupt_forget_child(process);
            interrupt_release();
            workers[i].over = true;
            workers[i].status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        }
}

static void tell(struct session *session, size_t number) {
    char *path = left(session, number, "messages");
    FILE *file = fopen(path, "r");
    char block[4096];
    for (size_t n; file && (n = fread(block, 1, sizeof block, file)) > 0;)
        fwrite(block, 1, n, session->diag->stream);
    if (file)
        fclose(file);
    fflush(session->diag->stream);
    free(path);
}

/* Takes over what a process has made. */
static bool take(struct session *session, struct job *job, size_t number, int status) {
    tell(session, number);
    session->diag->errors += status != 0;
    session->diag->wrong_usage |= status == 2;
    if (status == MESSAGES_LOST)
        diag_error(session->diag, "compiling '%s': its messages cannot be written to '%s'",
                   job->input->path, session->directory);
    else if (status > 2)
        diag_error(session->diag, "compiling '%s' was ended by a signal: %s", job->input->path,
                   strsignal(status - 128));
    if (status)
        return false;
    size_t size;
    if (session->command->dependencies) {
        char *path = left(session, number, "rules");
        job->rules = input_read(path, &size, session->diag);
        free(path);
    }
    if (command_links(session->command))
        return true;
    char *path = left(session, number, "o"), *bytes = input_read(path, &size, session->diag);
    if (bytes)
        outputs_add(&session->outputs, job->output, bytes, size);
    free(bytes);
    free(path);
    return bytes;
}

static bool run_side_by_side(struct session *session, struct job *jobs, size_t count,
                             enum action action) {
    struct worker *workers = xcalloc(count, sizeof *workers);
    size_t begun = 0, running = 0, taken = 0;
    bool ok = true, can_begin = true;
    while (taken < count) {
        while (can_begin && begun < count && running < session->command->jobs) {
            can_begin = begin(session, jobs, workers, begun, action);
            begun += can_begin;
            running += can_begin;
        }
        if (taken == begun)
            break; /* none could be started */
        if (!workers[taken].over) {
            wait_for_one(workers, begun);
            running--;
        }
        for (; taken < begun && workers[taken].over; taken++)
            ok = take(session, &jobs[taken], taken, workers[taken].status) && ok;
    }
    free(workers);
    return ok && taken == count;
}

/* ---- all ---- */

/* Commands to show and files to keep are those of a run by hand. */
static bool side_by_side(const struct session *session, size_t count, enum action action) {
    const struct command *command = session->command;
    return count > 1 && command->jobs > 1 && action == ACTION_OBJECT &&
           command->echo == PROGRAM_SILENT && !command->save_temps;
}

bool jobs_run(struct session *session, struct job *jobs, size_t count, enum action action) {
    if (side_by_side(session, count, action))
        return run_side_by_side(session, jobs, count, action);
    bool ok = true;
    for (size_t i = 0; i < count; i++)
        ok = compile(session, &jobs[i], action, jobs[i].output) && ok;
    return ok;
}
