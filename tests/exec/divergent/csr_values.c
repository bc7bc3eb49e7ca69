/* Reads of CSRs that never change for a lane are values: they leave loops, and one of two is left.
 * What changes is read each time.
 *
 * RUN: muonc -O2 --emit=llvm %s -o - | grep -o 'define.* @[a-z_]*\|csrr $0, [a-z]*\|br i1'
 * RUN: muonc -O0 %s -o %t.elf && musim --check %t.elf --dump=result:i32
 * RUN: muonc -O2 %s -o %t.elf && musim --check %t.elf --dump=result:i32 */

int result[2 * __MUON_CORES__ * __MUON_WARPS__ * __MUON_LANES__];
int table[1024];

int out_of_a_loop(int n) {
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += table[16 * i + muon_lane_id()] * table[muon_lane_id()];
    return sum;
}

int each_time(int n) {
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += muon_thread_mask() != 0;
    return sum;
}

/* One read of a selected number, if the optimiser likes. */
int either(int which) {
    if (which)
        return muon_hart_id() * 2;
    return muon_lane_id() * 2;
}

int main(void) {
    int hart = muon_hart_id();
    table[16 + muon_lane_id()] = muon_lane_id();
    table[muon_lane_id()] = 1;
    result[2 * hart] = out_of_a_loop(2) + each_time(3) - either(0) / 2;
    result[2 * hart + 1] = either(hart & 1) - (hart & 1 ? 2 * hart : 2 * muon_lane_id());
    return 0;
}
