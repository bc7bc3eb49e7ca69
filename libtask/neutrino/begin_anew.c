/* Variables of tasks, as a launch finds them: where several launches are one execution of the core
 * (graph_tasks.c), each but the first would find what the one before has left. */
#include "runtime.h"

extern char __private_base[], __variables_start[], __variables_end[], __bss_start[], __bss_end[];
extern void (*const __init_array_start[])(void), (*const __init_array_end[])(void);

void neutrino_begin_anew(const struct neutrino_image_header *image) {
    const char *loaded = (const char *)(image + 1) + (__variables_start - __private_base);
    memcpy(__variables_start, loaded, (size_t)(__variables_end - __variables_start));
    memset(__bss_start, 0, (size_t)(__bss_end - __bss_start));
    for (void (*const *constructor)(void) = __init_array_start; constructor < __init_array_end;
         constructor++)
        (*constructor)();
}
