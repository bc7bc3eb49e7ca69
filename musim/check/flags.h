/* Words that order: what had been released when one was last stored to by an access that orders
 * (fences.h). Who loads it by such an access learns that. */
#ifndef MUSIM_CHECK_FLAGS_H
#define MUSIM_CHECK_FLAGS_H

#include "musim/check/clock.h"

#include <stddef.h>

struct flags {
    struct flag {
        uint64_t key; /* 0: free */
        struct clock clock;
    } *items;
    size_t room, count;
};

void flags_forget(struct flags *flags);
/* space tells address spaces apart; any byte of the word stands for it. */
void flags_release(struct flags *flags, unsigned space, uint32_t address,
                   const struct clock *known);
/* NULL: nobody has released anything there. */
const struct clock *flags_find(const struct flags *flags, unsigned space, uint32_t address);

#endif
