/* The whole machine, as the simulator's own files see it (users see neutrino/musim.h). */
#ifndef MUSIM_MACHINE_H
#define MUSIM_MACHINE_H

#include "musim/engine.h"
#include "musim/neutrino/rv64.h"
#include "musim/scoreboard.h"
#include "musim/simt.h"
#include "musim/task_queue.h"
#include "neutrino/musim.h"
#include "object/source_map.h"
#include "support/diag.h"

struct barrier {
    unsigned arrived; /* warps */
    unsigned count;   /* that the latest arrival waits for */
};

struct cluster {
    struct musim *machine;
    unsigned number;
    struct core *cores;
    struct simt_context simt;
    uint8_t *private_memory;
    struct barrier barriers[BARRIERS];
    struct scoreboard *scoreboard;
    struct task_queue *queue;
    struct engine *dma, *matrix;
    struct rv64 *neutrino;
    bool neutrino_released; /* from reset */
    bool neutrino_idle;     /* asleep, and nothing wakes it */
    uint32_t neutrino_entry, neutrino_status;
    struct console_line neutrino_line;
};

struct musim {
    struct musim_config config; /* no zeros in the shape, once loaded */
    struct diag_engine diag;    /* reports about the program */
    char *error;
    char *name; /* of the program, for reports */
    bool loaded;

    uint8_t *global; /* host address of global address 0 */
    struct code code;
    uint32_t entry;
    uint32_t stack_bytes;   /* of a lane, as the program says; 0 if it does not */
    uint32_t args_words[6]; /* .args: grid and block size; zeros without one */
    struct source_map *source;
    struct profile *profile;    /* NULL unless config.profile */
    char *names[UINT8_MAX + 1]; /* of tasks and sync points, by id; NULL if unknown */

    struct cluster *clusters;
    struct core *cores; /* all clusters' */
    struct warp *warps; /* all cores' */
    simt_run_fn *run_slice;
    uint64_t random; /* of --perturb */

    bool stopped; /* by a report; status says which */
    enum musim_status status;
    uint32_t result;
    struct musim_stats stats; /* what is not counted elsewhere */
};

/* ---- machine.c ---- */

/* Leaves a message for musim_error and returns false. */
bool machine_error(struct musim *machine, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Allocates everything that depends on the shape, which is final now, and resets it. */
bool machine_build(struct musim *machine);
unsigned machine_core_count(const struct musim *machine);
unsigned machine_warp_count(const struct musim *machine);
/* Prints all that the program wrote so far. */
void machine_flush_console(struct musim *machine);

/* ---- elf_load.c ---- */

bool elf_load(struct musim *machine, const void *elf, size_t size);

/* ---- cluster.c ---- */

bool cluster_create(struct cluster *cluster, struct musim *machine, unsigned number);
void cluster_free(struct cluster *cluster);

/* The host address of a plain byte of global memory as this cluster sees it, NULL if there is none;
 * *available is how many follow it. */
uint8_t *cluster_memory(struct cluster *cluster, uint32_t address, uint64_t *available);
/* Console and control registers; false = no such register. line: the writer's. */
bool cluster_device_load(struct cluster *cluster, uint32_t address, uint32_t *value);
bool cluster_device_store(struct cluster *cluster, struct console_line *line, uint32_t address,
                          uint32_t value);
/* A warp arrives at a barrier; returns whether it goes on. */
bool cluster_barrier(struct cluster *cluster, struct warp *warp, unsigned number, unsigned count);
/* Runs the Neutrino for at most budget instructions, returns how many it executed. */
uint64_t cluster_run_neutrino(struct cluster *cluster, uint64_t budget);

/* ---- report.c, deadlock.c: each prints, and stops the machine ---- */

/* lane: -1 if it concerns the whole warp. */
void report_warp_fault(struct warp *warp, int lane, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same of the whole warp, with the place in the source. */
void report_warp_fault_at(struct warp *warp, struct diag_location where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void report_neutrino_fault(struct cluster *cluster, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* From the core's mcause, mepc and mtval. */
void report_neutrino_trap(struct cluster *cluster);
void report_misuse(struct cluster *cluster, const struct sb_misuse *misuse);
void report_deadlock(struct musim *machine);

static inline struct musim *warp_machine(const struct warp *warp) {
    return warp->core->cluster->machine;
}

#endif
