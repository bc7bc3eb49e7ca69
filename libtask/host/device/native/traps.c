#include "libtask/host/device/native/traps.h"

#include <elfutils/libdwfl.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

static const struct {
    int number;
    const char *text;
} signals[] = {
    {SIGSEGV, "an access to 0x%" PRIxPTR},
    {SIGBUS, "an access to 0x%" PRIxPTR},
    {SIGFPE, "a division by zero, or one whose result is too large"},
    {SIGILL, "undefined behaviour, or an instruction that the processor has not"},
};
enum { SIGNALS = sizeof signals / sizeof *signals };

static _Thread_local struct trap *here;
static struct sigaction before[SIGNALS];

/* ---- signals ---- */

static uintptr_t place_of(void *context) {
#if defined __x86_64__
    return (uintptr_t)((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
#elif defined __aarch64__
    return (uintptr_t)((ucontext_t *)context)->uc_mcontext.pc;
#else
    return 0;
#endif
}

/* As if there were no handler of ours. Where nobody else has one, the instruction does it again. */
static void pass_on(int number, siginfo_t *info, void *context) {
    int i = 0;
    while (signals[i].number != number)
        i++;
    if (before[i].sa_flags & SA_SIGINFO)
        before[i].sa_sigaction(number, info, context);
    else if (before[i].sa_handler == SIG_DFL || before[i].sa_handler == SIG_IGN)
        signal(number, SIG_DFL);
    else
        before[i].sa_handler(number);
}

static void catch_trap(int number, siginfo_t *info, void *context) {
    struct trap *trap = here;
    bool own = info->si_code > 0; /* the kernel's, not sent by anyone */
    if (!trap || !own) {
        pass_on(number, info, context);
        return;
    }
    trap->signal = number;
    trap->place = place_of(context);
    trap->accessed = (uintptr_t)info->si_addr;
    siglongjmp(*trap->back, 1);
}

static void install(void) {
    struct sigaction action = {.sa_sigaction = catch_trap, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i].number, &action, &before[i]);
}

void traps_catch(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
}

struct trap_scope traps_begin(struct trap *trap, void *stack) {
    struct trap_scope scope = {.before = here};
    stack_t old, new = {.ss_sp = stack, .ss_size = TRAP_STACK_BYTES};
    /* Whoever has such a stack already, a sanitizer for instance, keeps it. */
    if (!sigaltstack(NULL, &old) && old.ss_flags & SS_DISABLE)
        scope.has_stack = !sigaltstack(&new, NULL);
    here = trap;
    return scope;
}

void traps_end(const struct trap_scope *scope) {
    stack_t none = {.ss_flags = SS_DISABLE};
    here = scope->before;
    if (scope->has_stack)
        sigaltstack(&none, NULL);
}

/* ---- in words ---- */

/* The source line of an instruction of this process, if debugging information has one. */
static void describe_place(uintptr_t place, char *text, size_t bytes) {
    static const Dwfl_Callbacks callbacks = {.find_elf = dwfl_linux_proc_find_elf,
                                             .find_debuginfo = dwfl_standard_find_debuginfo};
    Dwfl *process = dwfl_begin(&callbacks);
    if (process && !dwfl_linux_proc_report(process, getpid()) &&
        !dwfl_report_end(process, NULL, NULL)) {
        Dwfl_Line *line = dwfl_getsrc(process, place);
        int number = 0;
        const char *file = line ? dwfl_lineinfo(line, NULL, &number, NULL, NULL, NULL) : NULL;
        if (file)
            snprintf(text, bytes, " at %s:%d", file, number);
    }
    if (process)
        dwfl_end(process);
}

void trap_describe(const struct trap *trap, char *text, size_t bytes) {
    int i = 0;
    char place[300] = "";
    while (signals[i].number != trap->signal)
        i++;
    describe_place(trap->place, place, sizeof place);
    char what[120];
    snprintf(what, sizeof what, signals[i].text, trap->accessed);
    snprintf(text, bytes, "%s%s", what, place);
}
