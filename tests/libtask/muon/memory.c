/* RUN: muonc -O2 -fno-builtin -mcores=1 -mwarps=1 %s -o %t.elf && musim %t.elf */
/* The memory functions with pointers, lengths and contents that differ from lane to lane, checked
 * lane by lane against loops. The result names the first check that failed. */
#include <neutrino/muon.h>
#include <stddef.h>

void *memcpy(void *to, const void *from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int byte, size_t bytes);
int memcmp(const void *a, const void *b, size_t bytes);
size_t strlen(const char *text);

enum { LANES = 32, BYTES = 64 };
static unsigned char from[LANES][BYTES], to[LANES][BYTES], expected[LANES][BYTES];

/* Bytes that differ by lane and position, none of them 0. */
static unsigned char pattern(uint32_t lane, uint32_t i) {
    return (unsigned char)((lane * 37 + i * 11) % 255 + 1);
}

static void fill(uint32_t lane) {
    for (uint32_t i = 0; i < BYTES; i++) {
        from[lane][i] = pattern(lane, i);
        to[lane][i] = 0xee;
        expected[lane][i] = 0xee;
    }
}

static int differs(uint32_t lane) {
    int count = 0;
    for (uint32_t i = 0; i < BYTES; i++)
        count += to[lane][i] != expected[lane][i];
    return count != 0;
}

/* The loops below have the same length in all lanes; a lane chooses without a branch. */
static unsigned char choose(int condition, unsigned char a, unsigned char b) {
    return (unsigned char)(b ^ ((a ^ b) & -condition));
}

static int in_range(uint32_t i, uint32_t start, uint32_t count) {
    return i - start < count;
}

static void expect_copy(uint32_t lane, uint32_t at, uint32_t source, uint32_t count) {
    for (uint32_t i = 0; i < BYTES; i++) {
        unsigned char copied = pattern(lane, i - at + source);
        expected[lane][i] = choose(in_range(i, at, count), copied, expected[lane][i]);
    }
}

int main(void) {
    uint32_t lane = muon_lane_id();
    int wrong = 0;
    for (uint32_t round = 0; round < 12; round++) {
        uint32_t at = (lane + round) % 5, source = (lane * 3 + round / 2) % 7;
        uint32_t count = (lane * 5 + round * 3) % 50;

        fill(lane);
        wrong |= memcpy(to[lane] + at, from[lane] + source, count) != to[lane] + at;
        expect_copy(lane, at, source, count);
        wrong |= differs(lane) << 1;

        fill(lane);
        memset(to[lane] + at, (int)(lane + 0x100), count);
        for (uint32_t i = 0; i < BYTES; i++)
            expected[lane][i] =
                choose(in_range(i, at, count), (unsigned char)lane, expected[lane][i]);
        wrong |= differs(lane) << 2;

        /* Overlapping, upwards in some lanes and downwards in others. */
        fill(lane);
        memcpy(to[lane], from[lane], BYTES);
        expect_copy(lane, 0, 0, BYTES);
        wrong |= memmove(to[lane] + at, to[lane] + source, count) != to[lane] + at;
        expect_copy(lane, at, source, count);
        wrong |= differs(lane) << 3;

        fill(lane);
        memcpy(to[lane], from[lane], BYTES);
        to[lane][source + 20] ^= 0x80;
        int sign = 1 - 2 * (from[lane][source + 20] < to[lane][source + 20]);
        int compared = memcmp(from[lane], to[lane], count);
        int want = sign * (source + 20 < count);
        wrong |= ((compared > 0) - (compared < 0) != want) << 4;

        from[lane][count] = 0;
        wrong |= (strlen((char *)from[lane]) != count) << 5;
    }
    return wrong;
}
