/* An interval tree: stretches by space and begin, in an array whose middle is the root. */
#include "libtask/host/deduce/conflicts.h"

#include "libtask/host/memory.h"

#include <stdlib.h>

struct item {
    uint32_t space, command;
    bool write;
    struct stretch bytes;
    uint64_t end, write_end; /* the last of the subtree's, and of its writes */
};

struct conflicts {
    size_t count;
    struct item items[];
};

/* ---- making one ---- */

static int compare(const void *one, const void *other) {
    const struct item *a = one, *b = other;
    if (a->space != b->space)
        return a->space < b->space ? -1 : 1;
    return (a->bytes.begin > b->bytes.begin) - (a->bytes.begin < b->bytes.begin);
}

static uint64_t count_stretches(const struct ordered *commands, uint32_t count) {
    uint64_t stretches = 0;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < commands[i].access_count; j++)
            stretches += box_stretches(&commands[i].accesses[j].box);
    return stretches;
}

static void add_access(struct conflicts *conflicts, const struct access *access, uint32_t command) {
    uint64_t count = box_stretches(&access->box);
    for (uint64_t i = 0; i < count; i++)
        conflicts->items[conflicts->count++] = (struct item){.space = access->space,
                                                             .command = command,
                                                             .write = access->write,
                                                             .bytes = box_stretch(&access->box, i)};
}

static uint64_t later(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

/* Ends of the subtree that is items[from] to items[to]; its root, NULL: it is empty. A subtree may
 * have stretches of several spaces: its ends are then those of all. */
static const struct item *set_ends(struct item *items, size_t from, size_t to) {
    if (from == to)
        return NULL;
    struct item *root = &items[from + (to - from) / 2];
    root->end = root->bytes.end;
    root->write_end = root->write ? root->bytes.end : 0;
    const struct item *sides[] = {set_ends(items, from, (size_t)(root - items)),
                                  set_ends(items, (size_t)(root - items) + 1, to)};
    for (int i = 0; i < 2; i++)
        if (sides[i]) {
            root->end = later(root->end, sides[i]->end);
            root->write_end = later(root->write_end, sides[i]->write_end);
        }
    return root;
}

struct conflicts *conflicts_new(const struct ordered *commands, uint32_t count) {
    uint64_t stretches = count_stretches(commands, count);
    struct conflicts *conflicts =
        stretches < SIZE_MAX / sizeof(struct item) / 2
            ? memory_get(sizeof *conflicts + stretches * sizeof(struct item))
            : NULL;
    if (!conflicts)
        return NULL;
    conflicts->count = 0;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < commands[i].access_count; j++)
            add_access(conflicts, &commands[i].accesses[j], i);
    qsort(conflicts->items, conflicts->count, sizeof *conflicts->items, compare);
    set_ends(conflicts->items, 0, conflicts->count);
    return conflicts;
}

void conflicts_free(struct conflicts *conflicts) {
    free(conflicts);
}

/* ---- questions ---- */

struct question {
    const struct item *items;
    struct item about; /* one stretch */
    bool (*tell)(void *context, uint32_t command);
    void *context;
};

static bool overlap(struct stretch a, struct stretch b) {
    return a.begin < b.end && b.begin < a.end;
}

static bool is_conflict(const struct item *a, const struct item *b) {
    return a->space == b->space && (a->write || b->write) && overlap(a->bytes, b->bytes);
}

/* In what begins before the question's end, and has something that ends behind its begin. */
static bool find(const struct question *question, size_t from, size_t to) {
    const struct item *about = &question->about;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const struct item *root = &question->items[middle];
        bool is_behind = root->space != about->space ? root->space > about->space
                                                     : root->bytes.begin >= about->bytes.end;
        if ((about->write ? root->end : root->write_end) <= about->bytes.begin)
            return true;
        if (is_behind) {
            to = middle;
            continue;
        }
        if (root->space == about->space && !find(question, from, middle))
            return false;
        if (is_conflict(root, about) && !question->tell(question->context, root->command))
            return false;
        from = middle + 1;
    }
    return true;
}

bool conflicts_find(const struct conflicts *conflicts, const struct access *access,
                    bool (*tell)(void *context, uint32_t command), void *context) {
    struct question question = {.items = conflicts->items, .tell = tell, .context = context};
    uint64_t count = box_stretches(&access->box);
    for (uint64_t i = 0; i < count; i++) {
        question.about = (struct item){
            .space = access->space, .write = access->write, .bytes = box_stretch(&access->box, i)};
        if (!find(&question, 0, conflicts->count))
            return false;
    }
    return true;
}

bool conflicts_between(const struct access *a, const struct access *b) {
    if (a->space != b->space || !(a->write || b->write))
        return false;
    uint64_t of_a = box_stretches(&a->box), of_b = box_stretches(&b->box);
    for (uint64_t i = 0; i < of_a; i++)
        for (uint64_t j = 0; j < of_b; j++)
            if (overlap(box_stretch(&a->box, i), box_stretch(&b->box, j)))
                return true;
    return false;
}
