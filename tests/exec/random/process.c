#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

volatile bool process_interrupted;

static void interrupt(int signal_number) {
    process_interrupted = true;
}

void process_catch_interrupt(void) {
    struct sigaction action = {.sa_handler = interrupt};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

static void redirect(const char *path, int stream) {
    int file = open(path ? path : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (file < 0 || dup2(file, stream) < 0)
        _exit(127);
    close(file);
}

static void run_child(const struct process *process) {
    struct rlimit time = {process->seconds, process->seconds + 1}, core = {0, 0};
    setrlimit(RLIMIT_CPU, &time);
    setrlimit(RLIMIT_CORE, &core);
    redirect(process->output, STDOUT_FILENO);
    redirect(process->errors, STDERR_FILENO);
    execvp(process->arguments[0], (char *const *)process->arguments);
    perror(process->arguments[0]);
    _exit(127);
}

int process_run(const struct process *process, unsigned *milliseconds) {
    int status;
    struct rusage usage;
    pid_t child = fork();
    if (child < 0) {
        perror("fork");
        exit(2);
    }
    if (child == 0)
        run_child(process);
    while (wait4(child, &status, 0, &usage) < 0) {
        if (errno != EINTR)
            return 127;
        if (process_interrupted)
            kill(child, SIGKILL);
    }
    if (milliseconds)
        *milliseconds += (unsigned)(usage.ru_utime.tv_sec * 1000 + usage.ru_utime.tv_usec / 1000);
    if (WIFEXITED(status))
        return WEXITSTATUS(status);
    return WTERMSIG(status) == SIGXCPU ? PROCESS_OUT_OF_TIME : 128 + WTERMSIG(status);
}
