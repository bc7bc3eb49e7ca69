/* RUN: muonc -O1 -Wall -Werror -c %s --neutrino=tasks.nbin -o statements.o */
run_t run, ready, done, item;
int *a, *b;
void produce(void);

int main(void) {
    FRAGMENT
}
