/* RUN: muonc -O2 -Wall -Werror -c %s -o operands.o */
__shared int word;

int main(void) {
    run_t run, task = 1;
    int value;
    __shared int *shared_pointer = &word;
    FRAGMENT
    return value + run;
}
