/* Objects behind handles. */
#include "libtask/host/object.h"

#include "libtask/host/memory.h"

#include <pthread.h>
#include <stdatomic.h>

/* generation (32 bits) | the handle is alive (1) | references (31) */
struct slot {
    _Atomic uint64_t word;
    struct object *object;
    uint32_t next_free;
};

#define GENERATION (UINT64_C(1) << 32)
#define ALIVE (UINT64_C(1) << 31)
#define REFERENCES (ALIVE - 1)

/* Slots are made in blocks that never move or end, so that handles can be looked up without a
 * lock. */
enum { BLOCK = 1024, BLOCKS = 1 << 16 };
static _Atomic(struct slot *) blocks[BLOCKS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint32_t used = 1, first_free; /* slot 0 is nobody's: NULL */

static const char *const names[] = {"device",         "queue",     "buffer", "program",
                                    "command buffer", "semaphore", "fence"};

static struct slot *slot_at(uint32_t number) {
    struct slot *block = number / BLOCK < BLOCKS
                             ? atomic_load_explicit(&blocks[number / BLOCK], memory_order_acquire)
                             : NULL;
    return block ? &block[number % BLOCK] : NULL;
}

static uint32_t take_slot(void) {
    uint32_t number = first_free;
    if (number) {
        first_free = slot_at(number)->next_free;
        return number;
    }
    if (!slot_at(used)) {
        struct slot *block =
            used / BLOCK < BLOCKS ? memory_zeroed(BLOCK, sizeof(struct slot)) : NULL;
        if (!block)
            return 0;
        atomic_store_explicit(&blocks[used / BLOCK], block, memory_order_release);
    }
    return used++;
}

static void *handle_of(uint64_t word, uint32_t number) {
    return (void *)(uintptr_t)((word & ~(GENERATION - 1)) | number);
}

void *object_publish(struct object *object, enum object_kind kind,
                     void (*release)(struct object *object)) {
    pthread_mutex_lock(&lock);
    uint32_t number = take_slot();
    pthread_mutex_unlock(&lock);
    if (!number) {
        fail_memory();
        return NULL;
    }
    *object = (struct object){kind, number, release};
    struct slot *slot = slot_at(number);
    slot->object = object;
    uint64_t word = (atomic_load(&slot->word) & ~(GENERATION - 1)) + GENERATION;
    atomic_store_explicit(&slot->word, word | ALIVE | 1, memory_order_release);
    return handle_of(word, number);
}

void *object_none(enum object_kind kind) {
    fail(TK_ERROR_HANDLE, "no %s: it is destroyed, or was never made", names[kind]);
    return NULL;
}

void *object_find(enum object_kind kind, const void *handle) {
    uint64_t value = (uintptr_t)handle;
    struct slot *slot = (uint32_t)value ? slot_at((uint32_t)value) : NULL;
    if (!slot)
        return object_none(kind);
    uint64_t word = atomic_load_explicit(&slot->word, memory_order_relaxed);
    do {
        if (!(word & ALIVE) || word / GENERATION != value / GENERATION)
            return object_none(kind);
    } while (!atomic_compare_exchange_weak_explicit(&slot->word, &word, word + 1,
                                                    memory_order_acquire, memory_order_relaxed));
    struct object *object = slot->object;
    if (object->kind == kind)
        return object;
    fail(TK_ERROR_HANDLE, "no %s, but a %s", names[kind], names[object->kind]);
    object_drop(object);
    return NULL;
}

void *object_keep(void *object) {
    if (object)
        atomic_fetch_add_explicit(&slot_at(((struct object *)object)->slot)->word, 1,
                                  memory_order_relaxed);
    return object;
}

static void release(struct slot *slot, uint32_t number) {
    slot->object->release(slot->object);
    pthread_mutex_lock(&lock);
    slot->next_free = first_free;
    first_free = number;
    pthread_mutex_unlock(&lock);
}

void object_drop(void *object) {
    if (!object)
        return;
    uint32_t number = ((struct object *)object)->slot;
    struct slot *slot = slot_at(number);
    uint64_t before = atomic_fetch_sub_explicit(&slot->word, 1, memory_order_acq_rel);
    if ((before & REFERENCES) == 1)
        release(slot, number);
}

bool object_destroy(enum object_kind kind, const void *handle) {
    struct object *object = object_find(kind, handle);
    if (!object)
        return false;
    /* Of several threads that destroy it, one does. */
    uint64_t before = atomic_fetch_and(&slot_at(object->slot)->word, ~ALIVE);
    if (before & ALIVE)
        object_drop(object);
    object_drop(object);
    return before & ALIVE || object_none(kind);
}

void objects_lock(void) {
    pthread_mutex_lock(&lock);
}

void objects_unlock(void) {
    pthread_mutex_unlock(&lock);
}

void objects_end_all(void) {
    for (uint32_t number = 1; number < used; number++)
        atomic_fetch_and(&slot_at(number)->word, ~ALIVE);
}

void *object_handle(const void *object) {
    uint32_t number = ((const struct object *)object)->slot;
    return handle_of(atomic_load(&slot_at(number)->word), number);
}
