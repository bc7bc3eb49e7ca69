#include "tests/musim/program.h"

#include "support/alloc.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

/* Not Check's: measuring programs use this file too. */
static void require(bool condition, const char *what) {
    if (condition)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

unsigned program_emit(struct program *program, const struct muon_insn *insn) {
    require(program->count < PROGRAM_WORDS, "the program is too long");
    program->words[program->count] = muon_encode(insn);
    return program->count++;
}

unsigned program_li(struct program *program, unsigned rd, uint32_t value) {
    return EMIT(program, ADDI, .rd = (uint8_t)rd, .imm = (int32_t)value);
}

unsigned program_lane_address(struct program *program, unsigned rd, uint32_t base, unsigned csr,
                              unsigned scale_log2) {
    uint8_t r = (uint8_t)rd;
    unsigned first = EMIT(program, CSRRS, .rd = r, .imm = (int32_t)csr);
    EMIT(program, SLLI, .rd = r, .rs1 = r, .imm = (int32_t)scale_log2);
    EMIT(program, ADDI, .rd = r, .rs1 = r, .imm = (int32_t)base);
    return first;
}

unsigned program_spawn(struct program *program, unsigned warps) {
    unsigned first = program_li(program, 30, warps);
    program_li(program, 31, program_pc(first + 3));
    EMIT(program, VX_WSPAWN, .rs1 = 30, .rs2 = 31);
    return first;
}

unsigned program_exit(struct program *program) {
    return EMIT(program, TOHOST);
}

unsigned program_tohost(struct program *program, unsigned rs1) {
    return EMIT(program, TOHOST, .rs1 = (uint8_t)rs1);
}

unsigned program_trap(struct program *program) {
    return EMIT(program, CSRRW, .imm = MUON_CSR_CYCLE);
}

unsigned program_barrier(struct program *program, unsigned number_register,
                         unsigned count_register) {
    return EMIT(program, NU_INVOKE, .rs1 = (uint8_t)number_register, .rs2 = (uint8_t)count_register,
                .elems = 64, .sync = true, .part = MUON_PART_WARPS);
}

void program_aim(struct program *program, unsigned from, unsigned to) {
    struct muon_insn insn;
    require(muon_decode(program->words[from], &insn), "no instruction to aim");
    insn.imm = ((int32_t)to - (int32_t)from) * MUON_WORD_BYTES;
    program->words[from] = muon_encode(&insn);
}

/* ---- ELF ---- */

/* The file is laid out in this order; every section is present, empty where there is nothing. */
enum {
    SECTION_NULL,
    SECTION_TEXT,
    SECTION_BSS,
    SECTION_ARGS,
    SECTION_NOTE,
    SECTION_MAP,
    SECTION_UNIFORM,
    SECTION_FILES,
    SECTION_BARRIERS,
    SECTION_SYMBOLS,
    SECTION_STRINGS,
    SECTION_NAMES,
    SECTIONS
};

static const char section_names[] =
    "\0.text.init\0.bss\0.args\0.note.muon\0.neutrino.map\0.neutrino.uniform"
    "\0.neutrino.uniform.files\0.neutrino.barriers\0.symtab\0.strtab\0.shstrtab";
static const char symbol_names[] = "\0main\0data\0__neutrino_sync_stage";

static uint32_t name_offset(const char *table, size_t size, const char *name) {
    for (size_t i = 1; i < size; i += strlen(table + i) + 1)
        if (!strcmp(table + i, name))
            return (uint32_t)i;
    abort();
}

struct file {
    uint8_t *bytes;
    size_t size;
};

static uint32_t append(struct file *file, const void *bytes, size_t size) {
    size_t at = (file->size + 7) & ~(size_t)7;
    file->bytes = xrealloc(file->bytes, at + size + 1);
    memset(file->bytes + file->size, 0, at - file->size);
    if (size)
        memcpy(file->bytes + at, bytes, size);
    file->size = at + size;
    return (uint32_t)at;
}

static void add_section(struct file *file, Elf32_Shdr *section, const char *name, uint32_t type,
                        const void *bytes, size_t size) {
    section->sh_name = name_offset(section_names, sizeof section_names, name);
    section->sh_type = type;
    section->sh_size = (uint32_t)size;
    section->sh_addralign = 4;
    section->sh_offset = append(file, bytes, type == SHT_NOBITS ? 0 : size);
}

/* Adds a note to others; lengths are padded to words. */
static void add_note(struct file *notes, uint32_t type, const void *description, size_t size) {
    const Elf32_Nhdr header = {5, (uint32_t)size, type};
    size_t at = notes->size, total = sizeof header + 8 + (size + 3) / 4 * 4;
    notes->bytes = xrealloc(notes->bytes, at + total);
    notes->size += total;
    memset(notes->bytes + at, 0, total);
    memcpy(notes->bytes + at, &header, sizeof header);
    memcpy(notes->bytes + at + sizeof header, "Muon", 4);
    memcpy(notes->bytes + at + sizeof header + 8, description, size);
}

static struct file make_notes(const struct program *program) {
    struct file notes = {0};
    const struct muon_note_shape *shape = &program->shape;
    if (shape->cores || shape->warps || shape->lanes || shape->stack_bytes)
        add_note(&notes, MUON_NOTE_SHAPE, shape, sizeof *shape);
    for (int i = 0; i < 2 && program->kernels[i]; i++)
        add_note(&notes, MUON_NOTE_KERNEL, program->kernels[i], strlen(program->kernels[i]));
    return notes;
}

void *program_elf(const struct program *program, size_t *size) {
    struct file file = {0};
    Elf32_Ehdr header = {
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS32, ELFDATA2LSB, EV_CURRENT},
        .e_type = ET_EXEC,
        .e_machine = EM_RISCV,
        .e_version = EV_CURRENT,
        .e_entry = NEUTRINO_PROGRAM_BASE,
        .e_ehsize = sizeof header,
        .e_phentsize = sizeof(Elf32_Phdr),
        .e_phnum = 2,
        .e_shentsize = sizeof(Elf32_Shdr),
        .e_shnum = SECTIONS,
        .e_shstrndx = SECTION_NAMES,
    };
    Elf32_Phdr segments[2] = {
        {.p_type = PT_LOAD, .p_vaddr = NEUTRINO_PROGRAM_BASE, .p_align = 8},
        {.p_type = PT_LOAD, .p_vaddr = PROGRAM_DATA, .p_memsz = PROGRAM_DATA_BYTES, .p_align = 8},
    };
    Elf32_Shdr sections[SECTIONS] = {0};
    Elf32_Sym symbols[4] = {
        {0},
        {.st_name = name_offset(symbol_names, sizeof symbol_names, "main"),
         .st_value = NEUTRINO_PROGRAM_BASE,
         .st_size = program->count * MUON_WORD_BYTES,
         .st_info = ELF32_ST_INFO(STB_GLOBAL, STT_FUNC),
         .st_shndx = SECTION_TEXT},
        {.st_name = name_offset(symbol_names, sizeof symbol_names, "data"),
         .st_value = PROGRAM_DATA,
         .st_size = PROGRAM_DATA_BYTES,
         .st_info = ELF32_ST_INFO(STB_GLOBAL, STT_OBJECT),
         .st_shndx = SECTION_BSS},
        {.st_name = name_offset(symbol_names, sizeof symbol_names, "__neutrino_sync_stage"),
         .st_value = PROGRAM_SYNC_POINT,
         .st_info = ELF32_ST_INFO(STB_WEAK, STT_NOTYPE),
         .st_shndx = SHN_ABS},
    };
    struct file notes = make_notes(program);

    append(&file, &header, sizeof header);
    header.e_phoff = append(&file, segments, sizeof segments);
    add_section(&file, &sections[SECTION_TEXT], ".text.init", SHT_PROGBITS, program->words,
                program->count * sizeof program->words[0]);
    sections[SECTION_TEXT].sh_addr = NEUTRINO_PROGRAM_BASE;
    sections[SECTION_TEXT].sh_flags = SHF_ALLOC | SHF_EXECINSTR;
    segments[0].p_offset = sections[SECTION_TEXT].sh_offset;
    segments[0].p_filesz = segments[0].p_memsz = sections[SECTION_TEXT].sh_size;
    add_section(&file, &sections[SECTION_BSS], ".bss", SHT_NOBITS, NULL, PROGRAM_DATA_BYTES);
    sections[SECTION_BSS].sh_addr = PROGRAM_DATA;
    sections[SECTION_BSS].sh_flags = SHF_ALLOC | SHF_WRITE;
    add_section(&file, &sections[SECTION_ARGS], program->args ? ".args" : ".bss", SHT_PROGBITS,
                program->args, program->args_bytes);
    add_section(&file, &sections[SECTION_NOTE], ".note.muon", SHT_NOTE, notes.bytes, notes.size);
    free(notes.bytes);
    add_section(&file, &sections[SECTION_MAP], ".neutrino.map", SHT_PROGBITS, program->map,
                program->map ? strlen(program->map) : 0);
    add_section(&file, &sections[SECTION_UNIFORM], ".neutrino.uniform", SHT_PROGBITS,
                program->uniform, program->uniform_bytes);
    add_section(&file, &sections[SECTION_FILES], ".neutrino.uniform.files", SHT_PROGBITS,
                program->files, program->files_bytes);
    add_section(&file, &sections[SECTION_BARRIERS], ".neutrino.barriers", SHT_PROGBITS,
                program->barriers, program->barriers_bytes);
    add_section(&file, &sections[SECTION_SYMBOLS], ".symtab", SHT_SYMTAB, symbols, sizeof symbols);
    sections[SECTION_SYMBOLS].sh_entsize = sizeof symbols[0];
    sections[SECTION_SYMBOLS].sh_link = SECTION_STRINGS;
    sections[SECTION_SYMBOLS].sh_info = 1;
    add_section(&file, &sections[SECTION_STRINGS], ".strtab", SHT_STRTAB, symbol_names,
                sizeof symbol_names);
    add_section(&file, &sections[SECTION_NAMES], ".shstrtab", SHT_STRTAB, section_names,
                sizeof section_names);
    header.e_shoff = append(&file, sections, sizeof sections);
    memcpy(file.bytes, &header, sizeof header);
    memcpy(file.bytes + header.e_phoff, segments, sizeof segments);
    *size = file.size;
    return file.bytes;
}

/* ---- running ---- */

void run_load(struct run *run, const struct program *program, const struct musim_config *config) {
    *run = (struct run){0};
    run->report_stream = open_memstream(&run->report, &run->report_size);
    run->console_stream = open_memstream(&run->console, &run->console_size);
    struct musim_config with_streams =
        config ? *config : (struct musim_config){.cores = 1, .warps = 1, .lanes = 16};
    with_streams.report = run->report_stream;
    with_streams.console = run->console_stream;
    if (!with_streams.max_instructions)
        with_streams.max_instructions = 10000000; /* no test hangs */
    size_t size;
    void *elf = program_elf(program, &size);
    run->machine = musim_create(&with_streams);
    require(run->machine, "no machine");
    require(musim_load(run->machine, elf, size, "test.elf"), musim_error(run->machine));
    free(elf);
}

void run_go(struct run *run) {
    run->status = musim_run(run->machine);
    fclose(run->report_stream);
    fclose(run->console_stream);
}

void run_program(struct run *run, const struct program *program,
                 const struct musim_config *config) {
    run_load(run, program, config);
    run_go(run);
}

void run_free(struct run *run) {
    musim_free(run->machine);
    free(run->report);
    free(run->console);
}

uint32_t run_word(struct run *run, uint32_t address) {
    uint32_t word = 0;
    require(musim_read(run->machine, address, &word, sizeof word), "unmapped");
    return word;
}

static void count_round(void *context) {
    struct run_interrupter *interrupter = context;
    if (interrupter->rounds--)
        musim_ask(interrupter->machine);
    else
        musim_interrupt(interrupter->machine);
}

void run_interrupt_after(struct run *run, struct run_interrupter *interrupter, unsigned rounds) {
    *interrupter = (struct run_interrupter){
        .watcher = {.asked = count_round, .context = interrupter},
        .machine = run->machine,
        .rounds = rounds,
    };
    musim_watch(run->machine, &interrupter->watcher);
    musim_ask(run->machine);
}
