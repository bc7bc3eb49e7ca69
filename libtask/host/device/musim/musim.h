/* The simulator as a device: one machine, which one thread uses, with one program at a time. */
#ifndef LIBTASK_HOST_DEVICE_MUSIM_MUSIM_H
#define LIBTASK_HOST_DEVICE_MUSIM_MUSIM_H

#include "libtask/host/device/device.h"
#include "neutrino/musim.h"
#include "neutrino/platform.h"

struct block {
    struct block *next;
    uint64_t address, bytes;
};

struct machine {
    struct musim *musim;
    pthread_mutex_t use; /* of the machine: by the device's thread, and whoever loads a program */
    pthread_mutex_t memory;
    struct block *blocks;    /* with the latter */
    struct program *program; /* with the former; NULL: none of the user's */
    FILE *console, *report_stream;
    char *report; /* of a launch that fails */
    size_t report_bytes;
    bool is_limited;        /* in what a launch may do, or checked */
    struct slice *slice;    /* of graphs that it is handed */
    atomic_uint executions; /* how many times the host has let it run */
};

/* Makes a machine without a program one that has memory, by an empty one. */
enum tk_status musim_program_none(struct device *device);
enum tk_status musim_program_load(struct device *device, struct program *program, const void *elf,
                                  size_t bytes, const char *name);
void musim_program_unload(struct device *device, struct program *program);
enum tk_status musim_device_launch(struct device *device, const struct launch *launch,
                                   uint64_t part, uint64_t parts, uint64_t *cycles);

/* ---- of launches, with the machine ---- */

/* The machine's next execution is this; its launch block is in memory. */
enum tk_status musim_prepare(struct machine *machine, const struct launch *launch);
enum musim_status musim_execute(struct machine *machine);
/* What became of an execution. kernel: that ended it, NULL: none did. */
enum tk_status musim_outcome(struct device *device, enum musim_status status, const char *kernel);

/* ---- graphs ---- */

/* What programs that can be handed graphs have: the function that is launched. */
#define GRAPH_FUNCTION "neutrino_run_graph"

/* In each device's memory there is room for a table (libtask/neutrino/graph_table.h). Pieces of
 * graphs with more commands than have room there are executed in slices. */
enum { GRAPH_TABLE_BYTES = 1 << 20 };
#define MUSIM_TABLE_ADDRESS (NEUTRINO_ARGS_BASE + UINT32_C(0x10000))

/* Nodes of a piece, and the table for them. */
struct slice {
    const struct recording *recording;
    uint32_t piece, begin, count; /* of the piece's nodes, from which on and how many */
    bool *done;                   /* of each: it is passed over */
    uint8_t *bytes;               /* of the table */
    uint64_t used;
};

struct slice *slice_new(void);
void slice_free(struct slice *slice);
/* As many nodes as there is room for, from some on. */
void slice_begin(struct slice *slice, uint32_t begin);
/* The command of one of them, TK_NO_COMMAND: it is a join. */
uint32_t slice_command(const struct slice *slice, uint32_t place);
/* Makes the table, for an address. If it fails, *failed is which of the nodes cannot be executed.
 */
enum tk_status slice_encode(struct slice *slice, struct machine *machine, uint32_t address,
                            uint32_t *failed);

/* Of a read that is done, puts what it has brought into the host's memory. false: as musim_error()
 * says. */
bool slice_bring(struct slice *slice, struct musim *musim, uint32_t place);

enum taker musim_takes(struct device *device, const struct command *command);
enum tk_status musim_run_piece(struct device *device, const struct recording *recording,
                               uint32_t piece, struct tk_times *times, uint32_t *command);

#endif
