/* Little Muon programs for the tests of musim: emitted instruction by instruction, wrapped in an
 * ELF, run on a machine. */
#ifndef TESTS_MUSIM_PROGRAM_H
#define TESTS_MUSIM_PROGRAM_H

#include "isa/isa.h"
#include "neutrino/musim.h"
#include "neutrino/platform.h"

enum {
    PROGRAM_WORDS = 8192,
    PROGRAM_DATA = 0x20000000, /* data_bytes of bss, symbol "data" */
    PROGRAM_DATA_BYTES = 0x10000,
    PROGRAM_SYNC_POINT = 135, /* the id of sync point "stage" */
};

struct program {
    uint64_t words[PROGRAM_WORDS];
    unsigned count;
    struct muon_note_shape shape; /* a note is written unless all is 0 */
    const char *kernels[2];       /* descriptions of notes, NULL: none */
    const void *args;             /* contents of section .args */
    unsigned args_bytes;
    const char *map;     /* contents of section .neutrino.map */
    const void *uniform; /* contents of section .neutrino.uniform */
    unsigned uniform_bytes;
    const char *files; /* contents of section .neutrino.uniform.files */
    unsigned files_bytes;
    const void *barriers; /* contents of section .neutrino.barriers */
    unsigned barriers_bytes;
};

/* Emits an instruction given by designated fields: EMIT(p, ADDI, .rd = 5, .imm = 1). */
#define EMIT(program, id, ...)                                                                     \
    program_emit(program, &(struct muon_insn){.op = MUON_##id, ##__VA_ARGS__})

/* Each returns the index of (the first of) what it emits. */
unsigned program_emit(struct program *program, const struct muon_insn *insn);
unsigned program_li(struct program *program, unsigned rd, uint32_t value);
/* rd = base + (value of the CSR << scale_log2) */
unsigned program_lane_address(struct program *program, unsigned rd, uint32_t base, unsigned csr,
                              unsigned scale_log2);
/* Starts warps 1 to warps - 1 of the core; all of them go on behind this. Changes x30 and x31 of
 * warp 0. */
unsigned program_spawn(struct program *program, unsigned warps);
unsigned program_exit(struct program *program); /* tohost 0 */
unsigned program_tohost(struct program *program, unsigned rs1);
/* What every compiler writes for a trap: an illegal instruction. */
unsigned program_trap(struct program *program);
unsigned program_barrier(struct program *program, unsigned number_register,
                         unsigned count_register);
/* Makes the branch or jump at index from go to index to. */
void program_aim(struct program *program, unsigned from, unsigned to);
static inline uint32_t program_pc(unsigned index) {
    return NEUTRINO_PROGRAM_BASE + index * MUON_WORD_BYTES;
}

/* The ELF; the caller frees it. */
void *program_elf(const struct program *program, size_t *size);

/* A program on a machine of its own, whose report and console texts are kept. */
struct run {
    struct musim *machine;
    enum musim_status status;
    FILE *report_stream, *console_stream;
    char *report, *console; /* after the run */
    size_t report_size, console_size;
};
/* config may be NULL for the defaults of one cluster, core and warp, with 16 lanes. */
void run_load(struct run *run, const struct program *program, const struct musim_config *config);
void run_go(struct run *run);
void run_program(struct run *run, const struct program *program, const struct musim_config *config);
void run_free(struct run *run);
uint32_t run_word(struct run *run, uint32_t address);
/* Interrupts the run after so many rounds. */
struct run_interrupter {
    struct musim_watcher watcher;
    struct musim *machine;
    unsigned rounds;
};
void run_interrupt_after(struct run *run, struct run_interrupter *interrupter, unsigned rounds);

#endif
