/* RUN: sh dwarf.sh %s %t
 * RUN: sh dwarf.sh dwarf.cpp %t
 *
 * Both name inlined code where it stands in the source.
 * RUN: muobjdump -dl %t-2.elf | grep -o 'dwarf.cpp:[0-9]*' | sort -u
 */
#include <math.h>
#include <stdio.h>

struct item {
    float weight;
    struct item *next;
    union {
        int number;
        char text[8];
    } is;
};
static struct item items[4];
__shared float tile[16];
double total;

static inline float weigh(const struct item *item, float scale) {
    float sum = 0;
    for (; item; item = item->next) {
        float weight = item->weight * scale;
        if (weight > 1)
            sum += expf(weight);
    }
    return sum;
}

static int length(const char *text, int n) {
    switch (n) {
    case 0: return 0;
    case 1: return text[0] != 0;
    default: return length(text, n - 1) + (text[n - 1] != 0);
    }
}

int main(void) {
    int lane = (int)muon_lane_id();
    items[0] = (struct item){.weight = (float)lane, .next = &items[1], .is.text = "first"};
    tile[lane] = weigh(items, 0.5f);
    total += tile[lane] + length(items[0].is.text, 5);
    printf("%f\n", total);
    return 0;
}
