/* Objects behind handles.
 *
 * A handle is the number of a slot and the generation that the slot had when the object was made:
 * it names that object and never another. An object is referred to by its handle, until it is
 * destroyed, and by whoever uses it. With the last reference it is released. */
#ifndef LIBTASK_HOST_OBJECT_H
#define LIBTASK_HOST_OBJECT_H

#include "libtask/host/status.h"

enum object_kind {
    OBJECT_DEVICE,
    OBJECT_QUEUE,
    OBJECT_BUFFER,
    OBJECT_PROGRAM,
    OBJECT_COMMANDS,
    OBJECT_SEMAPHORE,
    OBJECT_FENCE,
};

/* The first member of each. */
struct object {
    enum object_kind kind;
    uint32_t slot;
    void (*release)(struct object *object);
};

/* Gives an object a handle, which is its first reference; NULL, after fail_memory(): it has none,
 * and is as it was. */
void *object_publish(struct object *object, enum object_kind kind,
                     void (*release)(struct object *object));
/* The object, with a reference for the caller; NULL after fail(TK_ERROR_HANDLE). */
void *object_find(enum object_kind kind, const void *handle);
void *object_keep(void *object);
void object_drop(void *object); /* NULL: nothing */

/* The handle ends, and its reference with it. Returns false after fail() if that is none. */
bool object_destroy(enum object_kind kind, const void *handle);
/* Fails as what finds none of the kind does, and returns NULL. */
void *object_none(enum object_kind kind);
/* The handle of an object that somebody refers to, even if it has ended. */
void *object_handle(const void *object);

/* Around a fork: nobody takes or gives back a slot. In the child all handles end. */
void objects_lock(void);
void objects_unlock(void);
void objects_end_all(void);

/* How messages name an object: the number of its slot. */
#define OBJECT_NUMBER(name) ((name)->object.slot)

#endif
