#include "support/interrupt.h"

#include "support/array.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

static struct {
    char **paths;
    size_t path_count;
    pid_t *children;
    size_t child_count;
    atomic_bool held, ending;
    atomic_int waiting; /* the signal that came while held, or 0 */
} state;

/* ---- in the signal handler: nothing but system calls ---- */

/* As getdents64 returns them. */
struct entry {
    ino64_t inode;
    off64_t offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

static void remove_files(int directory) {
    _Alignas(struct entry) char block[1 << 12];
    for (long size; (size = syscall(SYS_getdents64, directory, block, sizeof block)) > 0;) {
        for (long at = 0; at < size;) {
            const struct entry *entry = (const struct entry *)(block + at);
            at += entry->length;
            unlinkat(directory, entry->name, 0); /* which "." and ".." survive */
        }
    }
}

static void remove_path(const char *path) {
    if (unlink(path) == 0)
        return;
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return;
    remove_files(directory);
    close(directory);
    rmdir(path);
}

/* They have a moment to remove files of their own. */
static void end_children(void) {
    enum { PATIENCE = 500 }; /* milliseconds */
    const struct timespec moment = {.tv_nsec = 1000000};
    for (size_t i = 0; i < state.child_count; i++)
        kill(state.children[i], SIGTERM);
    for (size_t i = 0; i < state.child_count; i++) {
        pid_t gone = 0;
        for (int tries = 0; gone == 0 && tries < PATIENCE; tries++) {
            gone = waitpid(state.children[i], NULL, WNOHANG);
            if (gone == 0)
                nanosleep(&moment, NULL);
        }
        if (gone == 0) {
            kill(state.children[i], SIGKILL);
            waitpid(state.children[i], NULL, 0);
        }
    }
}

/* Ends the tool by the signal, so that who started it sees that. */
static void end(int number) {
    if (atomic_exchange(&state.ending, true))
        return;
    end_children();
    for (size_t i = 0; i < state.path_count; i++)
        remove_path(state.paths[i]);
    sigset_t unblocked;
    sigemptyset(&unblocked);
    sigaddset(&unblocked, number);
    signal(number, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &unblocked, NULL);
    kill(getpid(), number);
}

static void on_signal(int number) {
    if (atomic_load(&state.held))
        atomic_store(&state.waiting, number);
    else
        end(number);
}

/* ---- */

void interrupt_catch(void) {
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART}, before;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        sigaddset(&action.sa_mask, signals[i]);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
}

void interrupt_hold(void) {
    atomic_store(&state.held, true);
    while (atomic_load(&state.ending)) /* by another thread, which is about to end this one */
        pause();
}

void interrupt_release(void) {
    atomic_store(&state.held, false);
    int number = atomic_load(&state.waiting);
    if (number)
        end(number);
}

void interrupt_add_path(const char *path) {
    *ARRAY_ADD(state.paths, state.path_count) = xstrdup(path);
}

void interrupt_forget_path(const char *path) {
    for (size_t i = 0; i < state.path_count; i++) {
        if (strcmp(state.paths[i], path))
            continue;
        free(state.paths[i]);
        state.paths[i] = state.paths[--state.path_count];
        break;
    }
    if (state.path_count)
        return;
    free(state.paths);
    state.paths = NULL;
}

void interrupt_add_child(pid_t child) {
    *ARRAY_ADD(state.children, state.child_count) = child;
}

void interrupt_forget_child(pid_t child) {
    for (size_t i = 0; i < state.child_count; i++)
        if (state.children[i] == child) {
            state.children[i] = state.children[--state.child_count];
            break;
        }
    if (state.child_count)
        return;
    free(state.children);
    state.children = NULL;
}
