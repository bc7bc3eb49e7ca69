/* What --check takes.
 *
 * RUN: muonc -O1 -g0 -mcores=1 -mwarps=1 %s -o %t.elf
 * RUN: for list in "" =uniform =races =memory =all =races,memory,uniform; do musim --check$list %t.elf && echo "--check$list"; done
 * RUN: musim --check=race %t.elf
 * RUN: musim --check=races,memroy %t.elf
 * RUN: musim --check= %t.elf
 * RUN: musim --check=everything %t.elf
 * RUN: MUSIM_CHECK=races,all musim %t.elf && echo all
 * RUN: MUSIM_CHECK=nothing musim %t.elf */
int main(void) {
    return 0;
}
