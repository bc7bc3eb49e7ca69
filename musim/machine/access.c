/* Looking at a machine, and changing what it holds. */
#include "musim/machine/machine.h"

#include <string.h>

/* ---- global memory ---- */

struct access {
    void *bytes;
    bool write;
};

/* The next stretch of memory in one piece, at most size bytes. */
static uint8_t *stretch(struct musim *machine, uint32_t address, size_t size, size_t *length) {
    uint64_t available = 0;
    uint8_t *memory =
        machine->program ? cluster_memory(&machine->clusters[0], address, &available) : NULL;
    *length = available < size ? (size_t)available : size;
    return memory;
}

static void copy(uint8_t *memory, const struct access *access, size_t done, size_t length) {
    uint8_t *bytes = (uint8_t *)access->bytes + done;
    if (access->write)
        memcpy(memory, bytes, length);
    else
        memcpy(bytes, memory, length);
}

static bool transfer(struct musim *machine, uint32_t address, size_t size,
                     const struct access *access) {
    for (size_t done = 0, length; done < size; done += length) {
        if (address + (uint64_t)done > UINT32_MAX)
            return machine_error(machine, "0x%08x: beyond the end of memory", address);
        uint8_t *memory = stretch(machine, (uint32_t)(address + done), size - done, &length);
        if (!memory)
            return machine_error(machine, "0x%08x: unmapped", (uint32_t)(address + done));
        copy(memory, access, done, length);
    }
    return true;
}

bool musim_read(struct musim *machine, uint32_t address, void *bytes, size_t size) {
    return transfer(machine, address, size, &(struct access){bytes, false});
}

/* At an address of the Neutrino's space. */
static void tell_store(struct musim *machine, unsigned cluster, uint64_t address, const void *bytes,
                       size_t size) {
    const struct musim_transfer_event event = {
        .cluster = cluster,
        .device = MUSIM_HOST,
        .address = address,
        .size = size,
        .store = true,
        .bytes = bytes,
    };
    observe_transfer(&machine->clusters[cluster], &event);
}

bool musim_write(struct musim *machine, uint32_t address, const void *bytes, size_t size) {
    if (machine->program)
        tell_store(machine, 0, address, bytes, size);
    for (unsigned i = 0; i < machine->code_count; i++)
        code_forget_range(&machine->codes[i], address, size);
    return transfer(machine, address, size, &(struct access){(void *)bytes, true});
}

/* ---- shared memory ---- */

static bool transfer_shared(struct musim *machine, unsigned cluster, uint32_t address, size_t size,
                            const struct access *access) {
    if (cluster >= machine->config.clusters)
        return machine_error(machine, "there is no cluster %u", cluster);
    if (address > NEUTRINO_SHARED_BYTES || size > NEUTRINO_SHARED_BYTES - address)
        return machine_error(machine, "0x%08x: %zu bytes reach beyond shared memory", address,
                             size);
    copy(machine->clusters[cluster].simt.shared + address, access, 0, size);
    return true;
}

bool musim_read_shared(struct musim *machine, unsigned cluster, uint32_t address, void *bytes,
                       size_t size) {
    return transfer_shared(machine, cluster, address, size, &(struct access){bytes, false});
}

bool musim_write_shared(struct musim *machine, unsigned cluster, uint32_t address,
                        const void *bytes, size_t size) {
    if (!transfer_shared(machine, cluster, address, size, &(struct access){(void *)bytes, true}))
        return false;
    tell_store(machine, cluster, NEUTRINO_SHARED_WINDOW + address, bytes, size);
    return true;
}

/* ---- symbols ---- */

bool musim_symbol(struct musim *machine, const char *name, uint32_t *address, uint32_t *size) {
    uint64_t wide_address = 0, wide_size = 0;
    const struct program *program = machine->program;
    if (!program)
        return machine_error(machine, "no symbol '%s': no program is loaded", name);
    if (!program->source || !source_map_symbol(program->source, name, &wide_address, &wide_size))
        return machine_error(machine, "no symbol '%s' in %s", name, program->name);
    *address = (uint32_t)wide_address;
    *size = (uint32_t)wide_size;
    return true;
}

bool musim_symbol_is_shared(struct musim *machine, const char *name) {
    uint32_t address, size;
    return musim_symbol(machine, name, &address, &size) && address < NEUTRINO_SHARED_BYTES &&
           size <= NEUTRINO_SHARED_BYTES - address &&
           source_map_symbol_is_empty(machine->program->source, name);
}

const char *musim_task_name(const struct musim *machine, unsigned id) {
    return machine->program && id <= UINT8_MAX ? machine->program->names[id] : NULL;
}

uint32_t musim_live_run(const struct musim *machine) {
    struct sb_entry_view view;
    for (unsigned i = 0; machine->program && i < machine->config.clusters; i++)
        if (scoreboard_view(machine->clusters[i].scoreboard, 0, &view))
            return view.run;
    return 0;
}

/* ---- warps ---- */

struct musim_shape musim_shape(const struct musim *machine) {
    const struct musim_config *config = &machine->config;
    return (struct musim_shape){config->clusters, config->cores, config->warps, config->lanes};
}

struct warp *machine_warp(struct musim *machine, struct musim_warp_id id) {
    const struct musim_config *shape = &machine->config;
    if (id.cluster < shape->clusters && id.core < shape->cores && id.warp < shape->warps)
        return cluster_warp(&machine->clusters[id.cluster], id.core, id.warp);
    machine_error(machine, "there is no warp %u of core %u of cluster %u", id.warp, id.core,
                  id.cluster);
    return NULL;
}

bool musim_get_warp(struct musim *machine, struct musim_warp_id id, struct musim_warp *state) {
    const struct warp *warp = machine_warp(machine, id);
    if (warp)
        *state = observe_warp_state(warp);
    return warp != NULL;
}

/* Where the register is, NULL (with an error) if there is none. */
static uint32_t *find_register(struct musim *machine, struct musim_warp_id id, unsigned lane,
                               unsigned number) {
    struct warp *warp = machine_warp(machine, id);
    if (!warp)
        return NULL;
    if (lane < machine->config.lanes && number < MUON_REGISTERS)
        return warp_register(warp->core->simt, warp, number) + lane;
    machine_error(machine, "there is no register x%u of lane %u", number, lane);
    return NULL;
}

bool musim_get_register(struct musim *machine, struct musim_warp_id id, unsigned lane,
                        unsigned number, uint32_t *value) {
    const uint32_t *place = find_register(machine, id, lane, number);
    if (place)
        *value = *place;
    return place != NULL;
}

bool musim_set_register(struct musim *machine, struct musim_warp_id id, unsigned lane,
                        unsigned number, uint32_t value) {
    uint32_t *place = find_register(machine, id, lane, number);
    if (place && number)
        *place = value;
    return place != NULL;
}

/* ---- statistics and observers ---- */

void musim_get_stats(const struct musim *machine, struct musim_stats *stats) {
    *stats = (struct musim_stats){0};
    for (unsigned i = 0; machine->program && i < machine->config.clusters; i++)
        cluster_statistics(&machine->clusters[i], stats);
}

void musim_observe(struct musim *machine, const struct musim_observer *observer) {
    observers_add(&machine->observers, observer);
}

void musim_stop_observing(struct musim *machine, const struct musim_observer *observer) {
    observers_remove(&machine->observers, observer);
}
