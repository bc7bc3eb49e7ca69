/* What console.c runs on the Neutrino. */
#include <neutrino/task.h>

void print_task(int number) {
    printf("task ");
    printf("%d prints\n", number);
}
