/* Whether parents are enqueued before their children, for all values of variables and symbols. */
#ifndef NBC_OVERLAY_ORDER_H
#define NBC_OVERLAY_ORDER_H

#include "nbc/overlay/values.h"

enum order {
    ORDER_BEFORE,
    ORDER_AFTER,
    ORDER_SAME, /* the parent is its own child */
    ORDER_VARIES,
};

/* The loops that two tasks have in common. */
size_t order_common(const struct task *a, const struct task *b);

/* Of the parent against the child: by the sign of the first distance along their common loops that
 * is not 0, then by their places in the text. */
enum order order_of_parent(const struct task *child, const struct dependency *dependency);

/* The distance from the child to its parent in a common loop, if it is always the same. */
bool order_distance(const struct task *child, const struct dependency *dependency, size_t loop,
                    int64_t *distance);

/* How far a parent's index is behind a bound of its loop, if that is always the same: the variables
 * of the bound are the parent's, which the child gives. */
bool order_behind(const struct dependency *dependency, size_t loop, const struct expression *bound,
                  int64_t *distance);

#endif
