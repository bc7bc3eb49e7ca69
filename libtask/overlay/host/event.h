/* Sleeping until something is so: one thread waits, others tell it that it may be. What the
 * condition reads and the others have written before they tell is atomic and sequentially
 * consistent: then either the waiter sees it or the teller sees that somebody sleeps. */
#ifndef LIBTASK_OVERLAY_HOST_EVENT_H
#define LIBTASK_OVERLAY_HOST_EVENT_H

#include <linux/futex.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

struct event {
    _Alignas(64) atomic_uint sleeps;
};

#define EVENT_SPINS 100 /* before it sleeps: a microsecond or so */

static inline void event_tell(struct event *event) {
    if (atomic_load(&event->sleeps) && atomic_exchange(&event->sleeps, 0))
        syscall(SYS_futex, &event->sleeps, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static inline void event_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

/* is_so(context) may take what it finds: once it was true it is not asked again. */
static inline void event_wait(struct event *event, _Bool (*is_so)(void *), void *context) {
    for (;;) {
        for (int i = 0; i < EVENT_SPINS; i++) {
            if (is_so(context))
                return;
            event_pause();
        }
        atomic_store(&event->sleeps, 1);
        if (is_so(context)) {
            atomic_store(&event->sleeps, 0);
            return;
        }
        syscall(SYS_futex, &event->sleeps, FUTEX_WAIT_PRIVATE, 1, NULL, NULL, 0);
    }
}

#endif
