/* RUN: muonc -O2 -Wall -Werror -c %s -o pipe.o */
#include <neutrino/pipe.h>

MUON_GROUP(loaders, 0, 4);
MUON_GROUP(workers, 4, 4);
MUON_PIPE(tiles, float[1024], 3, loaders, workers);
void fill(__shared float *item), use(__shared float *item);

int main(void) {
    int n = 10;
    FRAGMENT
}
