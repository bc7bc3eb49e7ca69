/* RUN: muonc -O2 -mcores=1 -mwarps=1 %s -o %t.elf && musim %t.elf */
/* RUN: muonc -Oz -mcores=1 -mwarps=1 %s -o %t.elf && musim %t.elf */
/* 64-bit division and shifts in all lanes at once, each with operands of its own: the results must satisfy
 * what defines them. The result names the check that failed. */
#include <neutrino/muon.h>

static uint64_t next(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state ^ *state >> 29;
}

int main(void) {
    uint64_t state = muon_lane_id() + 1;
    int wrong = 0;
    for (int round = 0; round < 40; round++) {
        uint64_t a = next(&state) >> (next(&state) & 63);
        uint64_t b = (next(&state) >> (next(&state) & 63)) | 1;
        uint64_t q = a / b, r = a % b;
        wrong |= (q * b + r != a) | (r >= b) << 1;

        int64_t c = (int64_t)next(&state) >> (round & 31), d = (int64_t)b;
        int64_t sq = c / d, sr = c % d;
        uint64_t size = sr < 0 ? 0 - (uint64_t)sr : (uint64_t)sr;
        uint64_t limit = d < 0 ? 0 - (uint64_t)d : (uint64_t)d;
        wrong |= (sq * d + sr != c) << 2 | (size >= limit) << 3;
        wrong |= ((sr != 0) & ((sr < 0) != (c < 0))) << 4;

        uint32_t places = (uint32_t)next(&state) & 63;
        uint64_t left = a, right = a;
        int64_t down = c;
        for (uint32_t bit = 0; bit < 64; bit++) {
            uint64_t mask = 0 - (uint64_t)(bit < places);
            left = ((left << 1) & mask) | (left & ~mask);
            right = ((right >> 1) & mask) | (right & ~mask);
            down = (int64_t)(((uint64_t)(down >> 1) & mask) | ((uint64_t)down & ~mask));
        }
        wrong |= (a << places != left) << 8 | (a >> places != right) << 9;
        wrong |= (c >> places != down) << 10;
    }
    volatile uint64_t big = 0xffffffffffffffffu, three = 3, half = 0x8000000000000001u;
    wrong |= (big / three != 0x5555555555555555u) << 5;
    wrong |= (big / half != 1) << 6 | (big % half != 0x7ffffffffffffffeu) << 7;
    return wrong;
}
