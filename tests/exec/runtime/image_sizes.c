/* The Neutrino's image is copied, and memory behind it cleared, by the lanes of a core in steps of a word for each:
 * whatever the sizes are, also whole steps, no two warps store to the same word.
 *
 * RUN: for bytes in 4 8; do nbc -O1 -DIMAGE=$bytes -DZEROS=64 %s -o %t.nbin && muonc -O1 -mcores=1 -mwarps=2 -mlanes=1 -DIMAGE=$bytes -DZEROS=64 %s --neutrino=%t.nbin -o %t.elf && musim --check=all %t.elf --dump=sum:i32; done
 * RUN: for bytes in 4 8; do nbc -O1 -DIMAGE=64 -DZEROS=$bytes %s -o %t.nbin && muonc -O1 -mcores=1 -mwarps=2 -mlanes=1 -DIMAGE=64 -DZEROS=$bytes %s --neutrino=%t.nbin -o %t.elf && musim --check=all %t.elf --dump=sum:i32; done */
#ifdef __MUON__
int sum;

int main(void) {
    if (muon_warp_id() == 0) {
        neutrino_payload(sum_args(&sum));
        neutrino_invoke(sum_task, NO_DEPS, SYNC | WARPS(1) | SIGNAL);
    }
    return 0;
}
#else
unsigned char image[IMAGE] = {[0] = 1, [IMAGE - 1] = 2}, zeros[ZEROS];

void sum_task(int *sum) {
    *sum = 0;
    for (int i = 0; i < IMAGE; i++)
        *sum += image[i];
    for (int i = 0; i < ZEROS; i++)
        *sum += zeros[i];
}
#endif
