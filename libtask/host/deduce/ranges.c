/* Who accessed which bytes last.
 *
 * All addresses are covered by pieces, in each of which all bytes have the same writer and the same
 * readers since. Pieces are a treap: a search tree by their begin, and a heap by random numbers.
 * What concerns many pieces is done with the subtree that they are: a reader is left at its root
 * until somebody comes by, and their writers are one set, which is kept. */
#include "libtask/host/deduce/ranges.h"

struct piece {
    struct piece *left, *right;
    uint64_t random;
    uint64_t begin, end;
    uint32_t writer;
    const struct set *only;    /* the writer as a set, if one was asked for */
    const struct set *readers; /* since it was written */
    const struct set *below;   /* readers that are still to be told to both subtrees */
    const struct set *writers; /* of the whole subtree; */
    bool writers_known;        /* else to be found out */
};

/* ---- trees ---- */

static void add_readers(struct edges *edges, struct piece *tree, const struct set *readers) {
    if (!tree)
        return;
    tree->readers = set_union(edges, tree->readers, readers);
    tree->below = set_union(edges, tree->below, readers);
}

/* Before a subtree is looked at, and is perhaps another's. */
static void come_by(struct edges *edges, struct piece *tree) {
    if (tree->below) {
        add_readers(edges, tree->left, tree->below);
        add_readers(edges, tree->right, tree->below);
        tree->below = NULL;
    }
}

static void split(struct edges *edges, struct piece *tree, uint64_t at, struct piece **before,
                  struct piece **from) {
    if (!tree) {
        *before = *from = NULL;
        return;
    }
    come_by(edges, tree);
    tree->writers_known = false;
    if (tree->begin < at) {
        *before = tree;
        split(edges, tree->right, at, &tree->right, from);
    } else {
        *from = tree;
        split(edges, tree->left, at, before, &tree->left);
    }
}

static struct piece *merge(struct edges *edges, struct piece *before, struct piece *from) {
    if (!before || !from)
        return before ? before : from;
    struct piece *top = before->random > from->random ? before : from;
    come_by(edges, top);
    top->writers_known = false;
    if (top == before)
        top->right = merge(edges, top->right, from);
    else
        top->left = merge(edges, before, top->left);
    return top;
}

static struct piece *new_piece(struct ranges *ranges, struct edges *edges, struct stretch bytes) {
    struct piece *piece = arena_get(&edges->arena, sizeof *piece);
    if (!piece) {
        edges->failed = true;
        return NULL;
    }
    ranges->random ^= ranges->random << 13; /* xorshift */
    ranges->random ^= ranges->random >> 7;
    ranges->random ^= ranges->random << 17;
    *piece = (struct piece){
        .random = ranges->random, .begin = bytes.begin, .end = bytes.end, .writer = NOBODY};
    return piece;
}

/* As split, with a border between pieces at `at`. */
static void cut(struct ranges *ranges, struct edges *edges, struct piece *tree, uint64_t at,
                struct piece **before, struct piece **from) {
    split(edges, tree, at, before, from);
    struct piece *last = *before;
    while (last && last->right) {
        come_by(edges, last);
        last = last->right;
    }
    if (!last || last->end <= at)
        return;
    struct piece *rest = new_piece(ranges, edges, (struct stretch){at, last->end});
    if (!rest)
        return;
    rest->writer = last->writer;
    rest->only = last->only;
    rest->readers = last->readers;
    last->end = at;
    *from = merge(edges, rest, *from);
}

/* Takes the pieces of some bytes out, and puts others there. */
struct opened {
    struct piece *before, *within, *after;
};

static struct opened open_at(struct ranges *ranges, struct edges *edges, struct stretch bytes) {
    struct opened opened;
    struct piece *rest;
    if (!ranges->root) {
        ranges->random = UINT64_C(0x9e3779b97f4a7c15);
        ranges->root = new_piece(ranges, edges, (struct stretch){0, UINT64_MAX});
    }
    cut(ranges, edges, ranges->root, bytes.begin, &opened.before, &rest);
    cut(ranges, edges, rest, bytes.end, &opened.within, &opened.after);
    return opened;
}

static void close_again(struct ranges *ranges, struct edges *edges, struct opened opened) {
    ranges->root = merge(edges, merge(edges, opened.before, opened.within), opened.after);
}

/* ---- questions ---- */

static const struct set *writers_of(struct edges *edges, struct piece *tree) {
    if (!tree)
        return NULL;
    if (!tree->writers_known) {
        if (tree->writer != NOBODY && !tree->only)
            tree->only = set_of(edges, tree->writer);
        tree->writers =
            set_union(edges, set_union(edges, writers_of(edges, tree->left), tree->only),
                      writers_of(edges, tree->right));
        tree->writers_known = true;
    }
    return tree->writers;
}

/* What a writer of all pieces has to wait for; it takes their place, so that each is asked once.
 * Readers have waited for the writer. */
static void ask_all(struct edges *edges, struct piece *tree, uint32_t command) {
    if (!tree)
        return;
    come_by(edges, tree);
    ask_all(edges, tree->left, command);
    if (tree->readers)
        edges_add_set(edges, tree->readers, command);
    else if (tree->writer != NOBODY)
        edges_add(edges, tree->writer, command);
    ask_all(edges, tree->right, command);
}

void ranges_ask(struct ranges *ranges, struct edges *edges, struct stretch bytes, bool write,
                uint32_t command) {
    struct opened opened = open_at(ranges, edges, bytes);
    struct piece *within = opened.within;
    if (write)
        ask_all(edges, within, command);
    else if (within && !within->left && !within->right && within->writer != NOBODY)
        edges_add(edges, within->writer, command); /* needs no set */
    else
        edges_add_set(edges, writers_of(edges, within), command);
    close_again(ranges, edges, opened);
}

void ranges_note(struct ranges *ranges, struct edges *edges, struct stretch bytes, bool write,
                 const struct set *command) {
    struct opened opened = open_at(ranges, edges, bytes);
    if (write) {
        opened.within = new_piece(ranges, edges, bytes);
        if (opened.within) {
            opened.within->writer = command->node;
            opened.within->only = command;
        }
    } else {
        add_readers(edges, opened.within, command);
    }
    close_again(ranges, edges, opened);
}
