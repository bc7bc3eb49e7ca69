#include "libtask/host/device/native/traps.h"

#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
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

/* By DWARF's numbers. */
static void keep_registers(struct unwind_state *state, const ucontext_t *context) {
#if defined __x86_64__
    static const int numbers[] = {REG_RAX, REG_RDX, REG_RCX, REG_RBX, REG_RSI, REG_RDI,
                                  REG_RBP, REG_RSP, REG_R8,  REG_R9,  REG_R10, REG_R11,
                                  REG_R12, REG_R13, REG_R14, REG_R15, REG_RIP};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        state->registers[i] = (uintptr_t)context->uc_mcontext.gregs[numbers[i]];
    state->place = (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
    state->stack_begin = (uintptr_t)context->uc_mcontext.gregs[REG_RSP];
#elif defined __aarch64__
    for (int i = 0; i < 31; i++)
        state->registers[i] = context->uc_mcontext.regs[i];
    state->registers[31] = state->stack_begin = context->uc_mcontext.sp;
    state->place = context->uc_mcontext.pc;
#endif
}

/* Before what goes on overwrites it. What is below its end may be no memory. */
static void keep_stack(struct unwind_state *state, uintptr_t end) {
    enum { BELOW = 128, PAGE = 4096 }; /* functions that call none have their variables there */
    uintptr_t begin = state->stack_begin - BELOW;
    int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    void *copy = begin < end ? mmap(NULL, end - begin, PROT_READ | PROT_WRITE,
                                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                             : MAP_FAILED;
    ssize_t count = -1;
    state->stack_begin = state->stack_end = 0;
    if (copy == MAP_FAILED || memory < 0)
        return;
    for (; begin < end && (count = pread(memory, copy, end - begin, (off_t)begin)) <= 0;)
        begin = (begin / PAGE + 1) * PAGE;
    close(memory);
    if (count <= 0)
        return;
    state->stack = copy;
    state->stack_begin = begin;
    state->stack_end = begin + (uintptr_t)count;
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
    trap->accessed = (uintptr_t)info->si_addr;
    keep_registers(&trap->state, context);
    keep_stack(&trap->state, trap->stack_end);
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

void trap_describe(struct trap *trap, struct trap_text *text) {
    int i = 0;
    struct unwind_result found;
    size_t copied = trap->state.stack_end - trap->state.stack_begin;
    while (signals[i].number != trap->signal)
        i++;
    unwind(&trap->state, &found);
    if (copied)
        munmap((void *)trap->state.stack, copied);
    int length = snprintf(text->what, sizeof text->what, signals[i].text, trap->accessed);
    if (*found.file)
        snprintf(text->what + length, sizeof text->what - (size_t)length, " at %s:%d", found.file,
                 found.line);
    text->has_item = found.has_item;
    memcpy(text->local_id, found.local_id, sizeof text->local_id);
}
