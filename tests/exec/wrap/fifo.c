/* More items than a run's counter has values, through a queue: all come, in order, before, at and after
 * the wrap.
 *
 * RUN: muonc -O2 %s -o %t.elf && musim %t.elf --dump=wrong:i32 --dump=items:i32 */
#include <neutrino/fifo.h>
#include <neutrino/group.h>

enum { ITEMS = (1 << 24) + 1000 };

MUON_GROUP(maker, 0, 1);
MUON_GROUP(user, 1, 1);
MUON_FIFO(work, int, 4);

int wrong, items;

int main(void) {
    if (maker_mine()) {
        for (int item = 0; item < ITEMS; item++)
            work_push(item);
    } else if (user_mine()) {
        for (int item = 0; item < ITEMS; item++) {
            if (work_pop() != item)
                wrong++;
            items++;
        }
    }
    return 0;
}
