/* RUN: muonc -O1 -Wall -Werror -Wno-unused-variable -c %s --neutrino=tasks.nbin -o statements.o */
NEUTRINO_SYNC(filled);

void produce(int), consume(int), do_softmax(void);
enum { n = 4 };
int i, *a, *b;
run_t run, matmul;

int main(void) {
    FRAGMENT
}
