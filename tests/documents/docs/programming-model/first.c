/* RUN: muonc -O2 -Wall -Werror -c %s --neutrino=tasks.nbin -o first.o */
__shared float q[64], k[64], qk[64];

int main(void) {
    int n = 8;
    FRAGMENT
}
