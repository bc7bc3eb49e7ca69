/* Command buffers, and what is recorded in them. */
#ifndef LIBTASK_HOST_RECORD_BUFFER_H
#define LIBTASK_HOST_RECORD_BUFFER_H

#include "libtask/host/record/recording.h"

struct dispatch;

struct command_buffer {
    struct object object;
    struct device *device;
    pthread_mutex_t lock; /* before the engine's */
    uint64_t number;      /* of the recording: what sync points are of */
    bool finalized;
    struct recording *recording; /* NULL: the handle has ended */
    struct dispatch *last;       /* that is not over, with the engine's lock */
};

/* False after fail(), unlocked: another thread has destroyed it since it was found. */
bool commands_lock(struct command_buffer *commands);

/* Adds a command, with what it waits for beside its accesses. Takes both references, also if it
 * fails. A command that is NULL has failed, with that status. */
enum tk_status record(struct command_buffer *commands, struct command *command,
                      const struct tk_waits *waits, tk_sync_point *point);
size_t waits_count(const struct tk_waits *waits);

/* Of a finalized one, locked, with a plan. */
void recording_draw(const struct recording *recording, FILE *stream);

/* A launch with other arguments, for tk_commands_update. */
enum tk_status launch_again(struct device *device, const struct command *command, size_t count,
                            const size_t *indices, const struct tk_argument *arguments,
                            struct command **changed);

#endif
