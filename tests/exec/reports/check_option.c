/* What --check takes, and the environment.
 *
 * RUN: muonc -O1 -g0 -mcores=1 -mwarps=1 %s -o %t.elf
 * RUN: for list in "" =uniform =races =memory =all =races,memory,uniform; do musim --check$list %t.elf && echo "--check$list"; done
 * RUN: musim --check=race %t.elf
 * RUN: musim --check=races,memroy %t.elf
 * RUN: musim --check= %t.elf
 * RUN: musim --check=everything %t.elf
 * RUN: MUSIM_CHECK=races,all musim %t.elf && echo all
 * RUN: MUSIM_CHECK=nothing musim %t.elf
 * RUN: MUSIM_PERTURB=0x10 musim %t.elf && echo perturbed
 * RUN: for seed in 0 -1 12th 99999999999999999999; do MUSIM_PERTURB=$seed musim %t.elf; done */
int main(void) {
    return 0;
}
