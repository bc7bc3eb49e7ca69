/* C++ has neither exceptions nor run-time types nor guards.
 * RUN: muonc -std=c++17 -c %s -o %t.o
 * RUN: muonc -x c++ -std=c++17 %s -o %t.elf && musim %t.elf
 */
struct counter {
    static counter &only() {
        static counter instance{muon_num_lanes()};
        return instance;
    }
    uint32_t value;
};
int main() {
    neutrino_invoke(0, NO_DEPS, SYNC | ALL_WARPS | IMMEDIATE);
    return counter::only().value ? 0 : 1;
}
