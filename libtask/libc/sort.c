/* qsort and bsearch. */
#include <neutrino/stdlib.h>

typedef int comparison(const void *, const void *);

static void swap(char *a, char *b, size_t size) {
    for (size_t i = 0; i < size; i++) {
        char kept = a[i];
        a[i] = b[i];
        b[i] = kept;
    }
}

/* Lets the element at root down to where both children are no larger. */
static void sift(char *elements, size_t root, size_t count, size_t size, comparison *compare) {
    size_t child;
    while ((child = 2 * root + 1) < count) {
        char *larger = elements + child * size;
        if (child + 1 < count && compare(larger, larger + size) < 0) {
            larger += size;
            child++;
        }
        if (compare(elements + root * size, larger) >= 0)
            return;
        swap(elements + root * size, larger, size);
        root = child;
    }
}

/* A heap, whose largest element goes behind the others, one after the other. */
void qsort(void *all, size_t count, size_t size, comparison *compare) {
    char *elements = all;
    for (size_t root = count / 2; root-- > 0;)
        sift(elements, root, count, size, compare);
    for (size_t left = count; left > 1; left--) {
        swap(elements, elements + (left - 1) * size, size);
        sift(elements, 0, left - 1, size, compare);
    }
}

void *bsearch(const void *key, const void *elements, size_t count, size_t size,
              comparison *compare) {
    const char *begin = elements;
    while (count) {
        const char *middle = begin + count / 2 * size;
        int order = compare(key, middle);
        if (order == 0)
            return (void *)middle;
        begin = order > 0 ? middle + size : begin;
        count = order > 0 ? count - count / 2 - 1 : count / 2;
    }
    return NULL;
}
