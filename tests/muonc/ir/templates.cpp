// Inline functions and templates: each unit has its own copy, so that their callers are known.
// RUN: sh compile.sh -O1 -fhosted -fno-exceptions %s -o %t.bc && irc -Rnu-divergent -g0 --emit=object -o %t.o %t.bc && llvm-nm-19 %t.o
// RUN: sh compile.sh -O1 -DWRONG -fhosted -fno-exceptions %s -o %t.bc && irc -Rnu-divergent -g0 --emit=object -o %t.o %t.bc
#define KEEP __attribute__((noinline))
extern "C" void effect(int);
template <typename T> struct Tile {
    T values[16];
    KEEP T sum(int n) const {
        T total = 0;
        for (int i = 0; i < n; i++)
            total += values[i];
        return total;
    }
};
KEEP inline float scale(Tile<float> *tile, int n) { return tile->sum(n) * 2; }
inline int lane_id() {
    int lane;
    asm("csrr %0, tid" : "=r"(lane));
    return lane;
}
float global;
Tile<float> tile;
int main() {
#ifdef WRONG
    global = scale(&tile, lane_id());
#else
    global = scale(&tile + lane_id(), 5) + tile.sum(16);
#endif
    return 0;
}
