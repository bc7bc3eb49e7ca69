/* A simulated machine as a device. */
#include "libtask/host/device/musim/musim.h"

#include "libtask/host/memory.h"
#include "neutrino/platform.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Between what programs have and the Neutrino's memory there is nothing. */
#define FIRST_ADDRESS (MUSIM_TABLE_ADDRESS + (uint64_t)GRAPH_TABLE_BYTES)
#define END_ADDRESS NEUTRINO_PRIVATE_BASE

/* ---- memory: blocks in the order of their addresses ---- */

static enum tk_status allocate(struct device *device, uint64_t bytes, uint64_t alignment,
                               uint64_t *address) {
    struct machine *machine = device->state;
    struct block *block = memory_get(sizeof *block), **place = &machine->blocks;
    if (!block)
        return fail_memory();
    pthread_mutex_lock(&machine->memory);
    uint64_t from = FIRST_ADDRESS;
    bool found = false;
    while (!found) {
        uint64_t end = *place ? (*place)->address : END_ADDRESS;
        from = (from + alignment - 1) & ~(alignment - 1);
        found = from <= end && bytes <= end - from;
        if (found || !*place)
            break;
        from = (*place)->address + (*place)->bytes;
        place = &(*place)->next;
    }
    if (found) {
        *block = (struct block){*place, from, bytes};
        *place = block;
        *address = from;
    }
    pthread_mutex_unlock(&machine->memory);
    if (found)
        return TK_OK;
    free(block);
    return fail(TK_ERROR_MEMORY,
                "the device has no %" PRIu64 " bytes left in one piece, aligned to %" PRIu64, bytes,
                alignment);
}

static void release(struct device *device, uint64_t address) {
    struct machine *machine = device->state;
    pthread_mutex_lock(&machine->memory);
    struct block **place = &machine->blocks;
    while ((*place)->address != address)
        place = &(*place)->next;
    struct block *block = *place;
    *place = block->next;
    pthread_mutex_unlock(&machine->memory);
    free(block);
}

/* ---- transfers ---- */

/* By the one thread that uses the machine, or with nothing running. */
static enum tk_status moved(struct machine *machine, bool ok) {
    return ok ? TK_OK : fail(TK_ERROR_FAILED, "%s", musim_error(machine->musim));
}

static enum tk_status write_bytes(struct device *device, const void *from, uint64_t to,
                                  uint64_t bytes) {
    struct machine *machine = device->state;
    pthread_mutex_lock(&machine->use);
    enum tk_status status = moved(machine, musim_write(machine->musim, (uint32_t)to, from, bytes));
    pthread_mutex_unlock(&machine->use);
    return status;
}

static enum tk_status read_bytes(struct device *device, uint64_t from, void *to, uint64_t bytes) {
    struct machine *machine = device->state;
    pthread_mutex_lock(&machine->use);
    enum tk_status status = moved(machine, musim_read(machine->musim, (uint32_t)from, to, bytes));
    pthread_mutex_unlock(&machine->use);
    return status;
}

static enum tk_status copy(struct device *device, uint64_t from, uint64_t to, uint64_t bytes) {
    char piece[4096];
    enum tk_status status = TK_OK;
    for (uint64_t done = 0; done < bytes && !status; done += sizeof piece) {
        uint64_t size = bytes - done < sizeof piece ? bytes - done : sizeof piece;
        status = read_bytes(device, from + done, piece, size);
        if (!status)
            status = write_bytes(device, piece, to + done, size);
    }
    return status;
}

/* ---- its end ---- */

static void stop(struct device *device) {
    struct machine *machine = device->state;
    atomic_store(&device->stopped, true);
    musim_interrupt(machine->musim);
}

static void machine_free(struct machine *machine) {
    musim_free(machine->musim);
    if (machine->report_stream)
        fclose(machine->report_stream);
    free(machine->report);
    slice_free(machine->slice);
    free(machine);
}

static void end(struct device *device) {
    struct machine *machine = device->state;
    pthread_mutex_destroy(&machine->memory);
    pthread_mutex_destroy(&machine->use);
    machine_free(machine);
}

static uint64_t parts(struct device *device, const struct launch *launch) {
    return 1;
}

const struct device_class musim_class = {
    .kind = "musim",
    .allocate = allocate,
    .release = release,
    .load = musim_program_load,
    .unload = musim_program_unload,
    .stop = stop,
    .end = end,
    .write = write_bytes,
    .read = read_bytes,
    .copy = copy,
    .parts = parts,
    .launch = musim_device_launch,
    .takes = musim_takes,
    .run_piece = musim_run_piece,
};

/* ---- its begin ---- */

static struct machine *machine_new(const struct tk_musim *from) {
    struct machine *machine = memory_zeroed(1, sizeof *machine);
    if (!machine)
        return NULL;
    machine->report_stream = open_memstream(&machine->report, &machine->report_bytes);
    machine->slice = slice_new();
    machine->is_limited = from->check || from->max_instructions;
    if (machine->report_stream && machine->slice)
        machine->musim = musim_create(&(struct musim_config){
            .clusters = from->clusters,
            .cores = from->cores,
            .warps = from->warps,
            .lanes = from->lanes,
            .check = from->check,
            .max_instructions = from->max_instructions,
            .console = from->console,
            .report = machine->report_stream,
        });
    if (machine->musim)
        return machine;
    machine_free(machine);
    return NULL;
}

enum tk_status tk_open_musim(const struct tk_musim *from, tk_device *device) {
    static const struct tk_musim defaults;
    if (!device)
        return fail(TK_ERROR_ARGUMENT, "no place for the device: NULL");
    struct device *made = memory_zeroed(1, sizeof *made);
    struct machine *machine = made ? machine_new(from ? from : &defaults) : NULL;
    if (!machine) {
        free(made);
        return fail_memory();
    }
    pthread_mutex_init(&machine->memory, NULL);
    pthread_mutex_init(&machine->use, NULL);
    machine->console = from && from->console ? from->console : stdout;
    made->class = &musim_class;
    made->state = machine;
    made->properties = (struct tk_device_properties){
        .threads = 1,
        .memory_bytes = END_ADDRESS - FIRST_ADDRESS,
    };
    enum tk_status status = musim_program_none(made);
    if (!status)
        return device_publish(made, device);
    end(made);
    free(made);
    return status;
}
