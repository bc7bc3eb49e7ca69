/* Commands, as they are recorded. */
#ifndef LIBTASK_HOST_RECORD_COMMAND_H
#define LIBTASK_HOST_RECORD_COMMAND_H

#include "libtask/host/device/buffer.h"

enum command_kind {
    COMMAND_WRITE,
    COMMAND_READ,
    COMMAND_COPY,
    COMMAND_FILL,
    COMMAND_LAUNCH,
    COMMAND_CALLBACK,
    COMMAND_BARRIER,
};

/* It does not change once it is made, and recordings share it. All that it refers to is in its own
 * block of memory, or kept. */
struct command {
    atomic_uint references;
    enum command_kind kind;
    /* Of transfers, each region's accesses are one after the other: from, to; of fills only to. */
    struct ordered ordered;
    struct object **kept;
    size_t kept_count;
    union {
        struct {
            void *bytes; /* a whole number of patterns */
            size_t count;
        } fill;
        struct launch launch;
        struct {
            tk_callback function;
            void *user;
        } callback;
    };
};

/* What a command needs room for; extra bytes are at command_extra(). */
struct command_room {
    size_t accesses, waits, kept, extra;
};
/* NULL, after fail_memory(). Its counts are 0. */
struct command *command_new(enum command_kind kind, const struct command_room *room);
void *command_extra(struct command *command, const struct command_room *room);
/* Takes the reference. */
void command_keep_object(struct command *command, void *object);
void command_add_access(struct command *command, uint32_t space, bool write, struct box box);

struct command *command_keep(struct command *command);
void command_drop(struct command *command); /* NULL: nothing */

/* Does a part of it, on a thread of the device. */
enum tk_status command_run(struct device *device, const struct command *command, uint64_t part,
                           uint64_t parts, void *commands, uint64_t *cycles);
uint64_t command_parts(struct device *device, const struct command *command);

enum tk_status transfer_run(struct device *device, const struct command *command);

#endif
