#include <tile.h>
#ifndef ON_MUON
#error no definition of kernels
#endif
int tile[TILE];

int main(void) {
    return clear_task != 1;
}
