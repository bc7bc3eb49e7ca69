/* libmusim: the simulator as a library. A machine is created for a configuration, loaded with an
 * ELF, run, and inspected. One machine is used by one thread at a time; several machines are
 * independent. Functions that can fail return false (or NULL) and leave the reason, text for a
 * person, in musim_error(). */
#ifndef NEUTRINO_MUSIM_H
#define NEUTRINO_MUSIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

struct musim_config {
    unsigned clusters, cores, warps, lanes; /* 0: what the ELF says, else the platform's default */
    unsigned scoreboard;                    /* entries, 0: the platform's default */
    uint64_t max_instructions;              /* per core, 0: no limit */
    uint64_t perturb; /* seed for a random legal schedule, 0: the fixed one (round robin) */
    bool check;       /* fault where lanes disagree on a branch, an indirect jump or __uniform */
    bool profile;     /* count the executions of each instruction, for musim_get_profile */
    FILE *console;    /* where console bytes go, NULL: standard output */
    FILE *report;     /* faults, deadlocks, misuse; NULL: standard error */
};

enum musim_status {
    MUSIM_DONE,      /* ended; musim_result() is the program's result */
    MUSIM_FAULT,     /* a report was printed */
    MUSIM_DEADLOCK,  /* a report was printed */
    MUSIM_EXHAUSTED, /* max_instructions */
    MUSIM_MISUSE,    /* a program error in its use of runs; a report was printed */
};

struct musim_stats {
    uint64_t warp_instructions;
    uint64_t lane_instructions;
    uint64_t stack_loads, stack_stores; /* warp instructions with an address relative to sp */
    uint64_t neutrino_instructions;
    uint64_t invokes, payloads, completes, barriers;
    uint64_t runs_created, runs_issued, runs_retired;
    uint64_t scoreboard_peak, full_stalls;
    uint64_t dma_commands, dma_bytes;
    uint64_t matrix_commands, matrix_fmas;
};

/* What was executed of one source line in one function. Names live as long as the machine. */
struct musim_profile_row {
    const char *function; /* NULL: code without a symbol */
    uint32_t function_address;
    const char *function_file; /* where the function starts, NULL: unknown */
    unsigned function_line;
    const char *file; /* of the line, which may be inlined from elsewhere; NULL: unknown */
    unsigned line;
    uint64_t warp_instructions, lane_instructions;
};

struct musim;

struct musim *musim_create(const struct musim_config *config);
void musim_free(struct musim *machine);
const char *musim_error(const struct musim *machine);

/* From a file or from memory (copied). Refuses what is no Muon program, with the reason. */
bool musim_load_file(struct musim *machine, const char *path);
bool musim_load(struct musim *machine, const void *elf, size_t size, const char *name);

enum musim_status musim_run(struct musim *machine);
uint32_t musim_result(const struct musim *machine);
void musim_get_stats(const struct musim *machine, struct musim_stats *stats);
/* Rows ordered by function, file and line, which the caller frees; none without config.profile. */
size_t musim_get_profile(const struct musim *machine, struct musim_profile_row **rows);

/* Global memory, of cluster 0 where each cluster has its own. false: unmapped. */
bool musim_read(struct musim *machine, uint32_t address, void *bytes, size_t size);
bool musim_write(struct musim *machine, uint32_t address, const void *bytes, size_t size);
/* An object or function of the loaded program. */
bool musim_symbol(struct musim *machine, const char *name, uint32_t *address, uint32_t *size);

#ifdef __cplusplus
}
#endif
#endif
