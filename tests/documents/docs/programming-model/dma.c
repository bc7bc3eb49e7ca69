/* RUN: muonc -O2 -Wall -Werror %s -o dma.elf */
#include <neutrino/dma.h>

static __shared char tile[2][16 * 64];
char pixels[16][256];
void use(__shared char *tile);

void use(__shared char *one) {
    one[tk_local_id(0)]++;
}

int main(void) {
    int n = 4, pitch = sizeof pixels[0];
    char *image = pixels[0];
    FRAGMENT
    return 0;
}
