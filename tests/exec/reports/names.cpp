// Reports have the names of C++ as the source has them; muobjdump too, with -C.
//
// RUN: muonc -O2 -mcores=1 -mwarps=1 -mlanes=4 %s -o %t.elf && sh ../scoreboard/report.sh %t.elf
// RUN: musim --stats %t.elf 2>&1 | grep -c "void n::store<float>"
// RUN: muobjdump -dC %t.elf | grep "n::"; muobjdump -tC %t.elf | grep "n::" | cut -c 9-; muobjdump -d %t.elf | grep -c "<_ZN1n5store"
// RUN: muobjdump -C --assembly %t.elf
// RUN: muonc -DLARGE -O2 %s -o %t.elf
#include <neutrino/muon.h>

namespace n {
template <typename T> __attribute__((noinline)) void store(T *at, T value) {
    *at = value;
}
#ifdef LARGE
__shared float tile[40000];
#endif
} // namespace n

int main() {
#ifdef LARGE
    n::tile[muon_lane_id()] = 1;
#endif
    n::store(reinterpret_cast<float *>(3), 1.0f);
    return 0;
}
