#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- command lines ---- */

void command_add(struct command *command, const char *argument) {
    if (command->count == COMMAND_ARGUMENTS)
        abort();
    command->arguments[command->count++] = argument;
}

void command_add_all(struct command *command, const char *const *arguments) {
    while (*arguments)
        command_add(command, *arguments++);
}

void command_addf(struct command *command, const char *format, ...) {
    if (command->text_count == COMMAND_TEXTS)
        abort();
    char *text = command->texts[command->text_count++];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, COMMAND_TEXT, format, arguments);
    va_end(arguments);
    command_add(command, text);
}

/* ---- running ---- */

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

static void run_child(const struct command *command, const char *output, unsigned seconds) {
    struct rlimit time = {seconds, seconds + 1}, core = {0, 0};
    setrlimit(RLIMIT_CPU, &time);
    setrlimit(RLIMIT_CORE, &core);
    redirect(output, STDOUT_FILENO);
    redirect("log", STDERR_FILENO);
    execvp(command->arguments[0], (char *const *)command->arguments);
    perror(command->arguments[0]);
    _exit(127);
}

int command_run(const struct command *command, const char *output, unsigned seconds) {
    int status;
    pid_t child = fork();
    if (child < 0) {
        perror("fork");
        exit(2);
    }
    if (child == 0)
        run_child(command, output, seconds);
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return 127;
        if (process_interrupted)
            kill(child, SIGKILL);
    }
    if (WIFEXITED(status))
        return WEXITSTATUS(status);
    return WTERMSIG(status) == SIGXCPU ? COMMAND_OUT_OF_TIME : 128 + WTERMSIG(status);
}
