/* What the Neutrino side has of <stdio.h>, in buffers and by lists of arguments.
 *
 * RUN: echo 'int main(void) { if (!muon_hart_id()) neutrino_invoke(a_task, NO_DEPS, SYNC | SINGLE_THREAD); return 0; }' >%tkernel.c
 * RUN: for o in -O0 -O2; do nbc -Wall -Werror $o %s -o %t.nbin && muonc -mcores=1 -mwarps=1 -mlanes=1 %tkernel.c --neutrino=%t.nbin -o %t.elf && musim %t.elf; done
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 1, 2))) static void print(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
}

__attribute__((format(printf, 3, 4))) static int text(char *buffer, size_t size,
                                                      const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(buffer, size, format, arguments);
    va_end(arguments);
    return length;
}

void a_task(void) {
    char buffer[8] = "unused";
    print("%d %s %.2f\n", 7, "seven", 7.5);
    printf("%d %s\n", snprintf(buffer, sizeof buffer, "%d-%s", 12, "ab"), buffer);
    printf("%d %s\n", text(buffer, sizeof buffer, "%s and more", "cut"), buffer);
    printf("%d %s\n", snprintf(buffer, 0, "%d", 12345), buffer);
    printf("%d %d\n", snprintf(NULL, 0, "%d", 12345), (int)strlen(buffer));
}
