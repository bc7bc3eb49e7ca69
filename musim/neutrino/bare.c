#include "musim/neutrino/bare.h"

#include "musim/neutrino/program.h"
#include "musim/neutrino/rv64.h"
#include "neutrino/musim.h"
#include "support/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

struct machine {
    const char *name;
    struct diag_engine *diag;
    struct rv64_program program;
    uint8_t *memory;
    struct rv64 *core;
    bool ended; /* by the program, with status */
    int status;
};

/* ---- requests through tohost ---- */

static uint64_t word_at(const struct machine *machine, uint64_t address) {
    uint64_t word;
    memcpy(&word, machine->memory + address, sizeof word);
    return word;
}

static void set_word(struct machine *machine, uint64_t address, uint64_t word) {
    memcpy(machine->memory + address, &word, sizeof word);
}

static void end(struct machine *machine, int status) {
    machine->ended = true;
    machine->status = status;
    rv64_halt(machine->core);
}

static void answer(struct machine *machine, uint64_t word) {
    set_word(machine, machine->program.tohost, 0);
    if (machine->program.fromhost)
        set_word(machine, machine->program.fromhost, word);
}

static void finish(struct machine *machine, uint64_t failed_case) {
    if (failed_case)
        diag_file_error(machine->diag, machine->name, "case %llu failed",
                        (unsigned long long)failed_case);
    end(machine, failed_case ? RV64_FAILED : RV64_PASSED);
}

static bool is_memory(uint64_t address, uint64_t bytes) {
    return bytes <= PROGRAM_MEMORY_BYTES && address <= PROGRAM_MEMORY_BYTES - bytes;
}

static void write_file(struct machine *machine, uint64_t request) {
    enum { NUMBER, STREAM, ADDRESS, BYTES, WORDS = 8, SYSTEM_WRITE = 64 };
    uint64_t word[WORDS] = {0};
    if (is_memory(request, sizeof word))
        memcpy(word, machine->memory + request, sizeof word);
    if (word[NUMBER] != SYSTEM_WRITE || !is_memory(word[ADDRESS], word[BYTES]) ||
        (word[STREAM] != 1 && word[STREAM] != 2)) {
        diag_file_error(machine->diag, machine->name,
                        "pc 0x%llx: 0x%llx stored to tohost is no request that can be carried out",
                        (unsigned long long)rv64_pc(machine->core), (unsigned long long)request);
        end(machine, RV64_TRAPPED);
        return;
    }
    FILE *stream = word[STREAM] == 1 ? stdout : stderr;
    set_word(machine, request, fwrite(machine->memory + word[ADDRESS], 1, word[BYTES], stream));
    answer(machine, 1);
}

static void take_request(struct machine *machine, uint64_t word) {
    const uint64_t put_character = 0x0101ull << 48;
    if (word & 1 && !(word >> 48))
        finish(machine, word >> 1);
    else if (word >> 48 == put_character >> 48) {
        putchar((int)(word & 0xff));
        answer(machine, put_character);
    } else if (word)
        write_file(machine, word);
}

/* ---- the bus: everything is plain memory but for the word tohost ---- */

static uint8_t *direct(void *context, uint64_t address, uint64_t *available) {
    struct machine *machine = context;
    uint64_t tohost = machine->program.tohost;
    if (address >= PROGRAM_MEMORY_BYTES || (tohost && address - tohost < 8))
        return NULL;
    *available = (tohost > address ? tohost : PROGRAM_MEMORY_BYTES) - address;
    return machine->memory + address;
}

static bool is_tohost(const struct machine *machine, uint64_t address) {
    return machine->program.tohost && address - machine->program.tohost < 8;
}

static bool load(void *context, uint64_t address, unsigned size, uint64_t *value) {
    struct machine *machine = context;
    if (!is_tohost(machine, address))
        return false;
    memcpy(value, machine->memory + address, size);
    return true;
}

/* A word stored in halves counts when its low half is stored. */
static bool store(void *context, uint64_t address, unsigned size, uint64_t value) {
    struct machine *machine = context;
    if (!is_tohost(machine, address))
        return false;
    memcpy(machine->memory + address, &value, size);
    if (address == machine->program.tohost)
        take_request(machine, word_at(machine, address));
    return true;
}

/* ---- running ---- */

static int report_trap(struct machine *machine) {
    uint64_t cause = rv64_csr(machine->core, RV64_CSR_MCAUSE);
    diag_file_error(machine->diag, machine->name,
                    "pc 0x%llx: %s (mcause %llu, mtval 0x%llx) and mtvec holds no handler",
                    (unsigned long long)rv64_csr(machine->core, RV64_CSR_MEPC),
                    rv64_cause_name(cause), (unsigned long long)cause,
                    (unsigned long long)rv64_csr(machine->core, RV64_CSR_MTVAL));
    return RV64_TRAPPED;
}

static int report_stop(struct machine *machine, enum rv64_stop stop) {
    const char *hint = machine->program.tohost ? "" : "; it has no symbol tohost to end by";
    unsigned long long pc = rv64_pc(machine->core);
    if (machine->ended)
        return machine->status;
    switch (stop) {
    case RV64_HALTED: return report_trap(machine);
    case RV64_WFI:
        diag_file_error(machine->diag, machine->name,
                        "sleeps in wfi before pc 0x%llx and nothing can wake it%s", pc, hint);
        return RV64_SLEEPS;
    case RV64_BUDGET: break;
    }
    diag_file_error(machine->diag, machine->name,
                    "not at its end after %llu instructions, at pc 0x%llx%s",
                    (unsigned long long)rv64_instructions(machine->core), pc, hint);
    return RV64_OUT_OF_BUDGET;
}

static int run(struct machine *machine, uint64_t max_instructions) {
    const struct rv64_bus bus = {direct, load, store, machine, .misaligned = true};
    machine->core = rv64_create(&bus);
    rv64_reset(machine->core, machine->program.entry);
    enum rv64_stop stop = rv64_run(machine->core, max_instructions ? max_instructions : UINT64_MAX);
    fflush(stdout);
    int status = report_stop(machine, stop);
    rv64_free(machine->core);
    return status;
}

int rv64_run_image(const char *name, char *image, size_t size, uint64_t max_instructions,
                   struct diag_engine *diag) {
    struct machine machine = {.name = name, .diag = diag};
    machine.memory = mmap(NULL, PROGRAM_MEMORY_BYTES, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (machine.memory == MAP_FAILED) {
        diag_error(diag, "cannot reserve 4 GiB of addresses for the program's memory");
        return RV64_FAILED;
    }
    int status = RV64_FAILED;
    if (rv64_program_load(name, image, size, machine.memory, &machine.program, diag))
        status = run(&machine, max_instructions);
    munmap(machine.memory, PROGRAM_MEMORY_BYTES);
    return status;
}

int rv64_run_elf(const char *path, uint64_t max_instructions, struct diag_engine *diag) {
    size_t size;
    char *image = input_read(path, &size, diag);
    if (!image)
        return RV64_FAILED;
    int status = rv64_run_image(path, image, size, max_instructions, diag);
    free(image);
    return status;
}

int musim_run_neutrino(const char *path, uint64_t max_instructions, FILE *report,
                       bool json_reports) {
    struct diag_engine diag;
    diag_init(&diag, "musim");
    if (report) {
        diag.stream = report;
        diag.color = false;
    }
    diag.json = json_reports;
    int status = rv64_run_elf(path, max_instructions, &diag);
    diag_free(&diag);
    return status;
}
