#include <tile.h>
#ifdef ON_MUON
#error a definition of kernels
#endif
void clear_task(int *tile) {
    for (int i = 0; i < TILE; i++)
        tile[i] = 0;
}
