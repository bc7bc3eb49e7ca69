/* Conversions that the device does not have are warnings; those that it has are none.
 * RUN: muonc -c %s -o %t.o
 * RUN: nbc %s -o %t.nbin 2>&1 | grep -o "warning:.*"
 */
#ifdef __neutrino__
#include <neutrino/task.h>
#else
#include <stdio.h>
#endif

void f_task(int i) {}
void f(char *s, long double x, int *n) {
    printf("%k %d\n", 1, 2);
    printf("%1$d\n", 1);
    printf("%qd\n", 1ll);
    printf("%m\n");
    printf("%S\n", L"wide");
    printf("%d %s\n", s, 1);
    printf("%a %Lf %n %ls %b %hhd %zu\n", 1.0, x, n, L"wide", 1u, 1, sizeof x);
}
