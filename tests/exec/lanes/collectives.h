/* What the kernel stores and the model expects: rows (name, type of the result, kernel's expression,
 * model's). A lane has u, of few different values, i and f, the lane that it asks, and n. Of the model, `those` are the lanes
 * that take part, and `lane` is the one that is asked about. */
#define COLLECTIVES_OF_TYPE(X, v)                                                                  \
    X(shuffle_##v, v, muon_shuffle(v, asks), from(those, lane, those->asks[lane]).v)                  \
    X(up_##v, v, muon_shuffle_up(v, n), from(those, lane, lane - those->n[lane]).v)                   \
    X(down_##v, v, muon_shuffle_down(v, n), from(those, lane, above(lane, those->n[lane])).v)         \
    X(xor_##v, v, muon_shuffle_xor(v, 5), from(those, lane, lane ^ 5).v)                              \
    X(broadcast_##v, v, muon_broadcast(v, 2), from(those, lowest(those), 2).v)                        \
    X(first_##v, v, muon_broadcast_first(v), those->value[lowest(those)].v)

#define COLLECTIVES_OF_OPERATION(X, op, v)                                                         \
    X(reduce_##op##_##v, v, muon_reduce_##op(v), fold_##v(those, OP_##op, those->lanes, true).v)      \
    X(scan_##op##_##v, v, muon_scan_##op(v), fold_##v(those, OP_##op, lane, true).v)                  \
    X(exclusive_##op##_##v, v, muon_scan_exclusive_##op(v), fold_##v(those, OP_##op, lane, false).v)

#define COLLECTIVES(X)                                                                             \
    X(ballot, u, muon_ballot(u % 3 == 0), ballot(those))                                              \
    X(any, u, muon_any(u == 1), anyone(those, 1))                                                     \
    X(all, u, muon_all(u != 1), !anyone(those, 1))                                                    \
    X(match_u, u, muon_match(u), same_u(those, lane))                                                 \
    X(match_f, u, muon_match(f), same_f(those, lane))                                                 \
    COLLECTIVES_OF_TYPE(X, i)                                                                      \
    COLLECTIVES_OF_TYPE(X, u)                                                                      \
    COLLECTIVES_OF_TYPE(X, f)                                                                      \
    COLLECTIVES_OF_OPERATION(X, add, i)                                                            \
    COLLECTIVES_OF_OPERATION(X, add, u)                                                            \
    COLLECTIVES_OF_OPERATION(X, add, f)                                                            \
    COLLECTIVES_OF_OPERATION(X, min, i)                                                            \
    COLLECTIVES_OF_OPERATION(X, min, u)                                                            \
    COLLECTIVES_OF_OPERATION(X, min, f)                                                            \
    COLLECTIVES_OF_OPERATION(X, max, i)                                                            \
    COLLECTIVES_OF_OPERATION(X, max, u)                                                            \
    COLLECTIVES_OF_OPERATION(X, max, f)                                                            \
    COLLECTIVES_OF_OPERATION(X, and, i)                                                            \
    COLLECTIVES_OF_OPERATION(X, and, u)                                                            \
    COLLECTIVES_OF_OPERATION(X, or, i)                                                             \
    COLLECTIVES_OF_OPERATION(X, or, u)                                                             \
    COLLECTIVES_OF_OPERATION(X, xor, i)                                                            \
    COLLECTIVES_OF_OPERATION(X, xor, u)

/* Once more, where they stand between branches. */
#define COLLECTIVES_INLINE(X)                                                                      \
    X(inline_ballot, u, muon_ballot(u % 3 == 0), ballot(those))                                       \
    X(inline_any, u, muon_any(u == 1), anyone(those, 1))                                              \
    X(inline_up, u, muon_shuffle_up(u, 1), from(those, lane, lane - 1).u)                             \
    X(inline_first, f, muon_broadcast_first(f), those->value[lowest(those)].f)                        \
    X(inline_sum, f, muon_reduce_add(f), fold_f(those, OP_add, those->lanes, true).f)                 \
    X(inline_scan, i, muon_scan_exclusive_add(i), fold_i(those, OP_add, lane, false).i)               \
    X(inline_match, u, muon_match(u), same_u(those, lane))

#include <stdint.h>

enum { WARPS = 2, MOST_LANES = 32, PLACES = 14 };

/* Whether a lane of that path comes to the place. */
static inline int comes(unsigned place, uint32_t path) {
    uint32_t rounds = path >> 3 & 3, way = path >> 5 & 3;
    switch (place) {
    case 1:
        return (path & 3) == 3;
    case 2:
        return (path & 3) == 1;
    case 3:
        return (path & 5) == 4;
    case 4: /* to 6: rounds of a loop */
    case 5:
    case 6:
        return rounds > place - 4;
    case 7:
        return way == 0;
    case 8:
        return way <= 1;
    case 9:
        return (path & 0x80) == 0;
    case 10: /* called by a pointer */
        return (path & 0x100) != 0;
    case 11:
        return (path & 0x100) == 0;
    case 12: /* one lane at a time, of those of two */
        return (path & 0x600) == 0;
    }
    return 1;
}
