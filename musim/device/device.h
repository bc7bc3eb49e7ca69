/* A device of a cluster: registers that the Neutrino, and for some the SIMT cores, load and store,
 * and work that it does in steps of its own. Each is one file with a struct device_class, and a row
 * in neutrino/devices.def, which says where its registers are. */
#ifndef MUSIM_DEVICE_DEVICE_H
#define MUSIM_DEVICE_DEVICE_H

#include "neutrino/platform.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct musim_stats;

enum device_id {
#define SIMT_DEVICE(id, NAME, base, bytes, text) DEVICE_##NAME,
#define NEUTRINO_DEVICE(id, NAME, base, bytes, text) DEVICE_##NAME,
#include "neutrino/devices.def"
    DEVICE_COUNT
};

/* Who loads or stores: the Neutrino, or the cluster's n-th warp as DEVICE_WARP(n). */
enum { DEVICE_NEUTRINO = 0, DEVICE_REQUESTERS = 1 + NEUTRINO_MAX_CORES * NEUTRINO_MAX_WARPS };
#define DEVICE_WARP(n) (1 + (n))

/* What a device may ask of its cluster. */
struct device_host {
    /* Plain memory at a Neutrino address, as a host pointer with *available bytes from it, or
     * NULL. */
    uint8_t *(*memory)(void *context, uint64_t address, uint64_t *available);
    void (*signal)(void *context, uint32_t run);    /* the hardware's signal of a run */
    void (*complete)(void *context, uint32_t run);  /* of a MANUAL run */
    void (*interrupt)(void *context, bool level);   /* the Neutrino's external interrupt */
    void (*release)(void *context, uint32_t entry); /* lets the Neutrino start there */
    void (*print)(void *context, const char *bytes, size_t length); /* on standard output */
    /* A command starts, and has ended after so much work (bytes, multiply-adds, …). */
    void (*command)(void *context, enum device_id device, uint32_t tag, bool ended, uint64_t work);
    /* A command is about to load, or to store these bytes (NULL: not known yet), at a Neutrino
     * address. NULL, as command: nobody wants to know. */
    void (*access)(void *context, enum device_id device, uint64_t address, uint64_t size,
                   bool store, const void *bytes);
    /* What was asked for cannot be done: the program stops with this message. The run that it was
     * done for, or 0. */
    void (*fault)(void *context, const char *message, uint64_t address, uint32_t run);
    void (*trapped)(void *context); /* the Neutrino says that it cannot go on: the run stops */
    /* Whether a command's end is told in a later step than it is carried out. NULL: never. */
    bool (*lingers)(void *context);
    void *context;
    unsigned cluster; /* its number */
};

/* Functions that a device does not need are NULL. */
struct device_class {
    void *(*create)(const struct device_host *host); /* host outlives the device */
    void (*destroy)(void *device);
    void (*reset)(void *device); /* as if just created */
    /* offset from the base; size is 1, 2, 4 or 8 bytes. false: no such register, or not of that
     * width, or not for the one who asks. */
    bool (*load)(void *device, uint64_t offset, unsigned size, uint64_t *value);
    bool (*store)(void *device, unsigned who, uint64_t offset, unsigned size, uint64_t value);
    bool (*step)(void *device);       /* does a piece of work; returns whether there was any */
    bool (*busy)(const void *device); /* whether there is any; goes with step */
    void (*ended)(void *device, unsigned who); /* a warp has ended, or the whole program (all) */
    void (*statistics)(const void *device, struct musim_stats *stats); /* adds its own */
};

#define SIMT_DEVICE(id, NAME, base, bytes, text) extern const struct device_class device_##id;
#define NEUTRINO_DEVICE(id, NAME, base, bytes, text) extern const struct device_class device_##id;
#include "neutrino/devices.def"

/* The devices of one cluster. */
struct devices {
    struct device_host host;
    void *items[DEVICE_COUNT];
    unsigned char working[DEVICE_COUNT]; /* those that do work in steps */
    unsigned working_count;
};

const char *device_name(enum device_id device);
void devices_create(struct devices *devices, const struct device_host *host);
void devices_free(struct devices *devices);
void devices_reset(struct devices *devices);

/* At an address of the Neutrino's space, or by a warp of global memory. false: an access fault. */
bool devices_load(struct devices *devices, unsigned who, uint64_t address, unsigned size,
                  uint64_t *value);
bool devices_store(struct devices *devices, unsigned who, uint64_t address, unsigned size,
                   uint64_t value);

/* The device that has this address, DEVICE_COUNT if there is none for the one who asks, and where
 * in it that is. */
enum device_id devices_at(unsigned who, uint64_t address, uint64_t *offset);

/* Gives each device a step, in their order or the reverse, but those that are late. */
void devices_step(struct devices *devices, bool reverse,
                  bool (*is_late)(void *context, enum device_id device), void *context);
/* Whether one of them has work to do. */
bool devices_busy(const struct devices *devices);
void devices_ended(struct devices *devices, unsigned who);
void devices_statistics(const struct devices *devices, struct musim_stats *stats);

#endif
