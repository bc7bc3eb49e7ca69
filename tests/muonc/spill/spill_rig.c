#include "tests/muonc/spill/spill_rig.h"

#include "muonc/proof/masks.h"
#include "object/frames.h"
#include "support/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX = 1024, FUNCTIONS = 16, SLOTS = 128 };
enum { TEXT = 1, DATA, FRAMES, SECTIONS, TEXT_ADDRESS = 0x1000, DATA_ADDRESS = 0x8000 };

struct image rig_image;
struct spill_counts rig_counts;
uint8_t *rig_frames;
size_t rig_frames_size;

static struct {
    struct code_insn insns[MAX];
    const char *call[MAX]; /* by name, resolved when all functions are there */
    uint32_t insn_at[MAX];
    size_t count;
    struct image_section sections[SECTIONS];
    struct image_symbol symbols[MAX]; /* [0] is the null symbol, then functions */
    bool compiled[MAX];
    struct frame_slot slots[FUNCTIONS][SLOTS];
    size_t slot_count[MAX];
    size_t functions;
    struct image_relocation data[MAX], frames[MAX];
    const char *address_of[MAX];
    size_t data_count, frame_count;
    struct code code;
    struct function_list list;
    struct spills spills;
    uint8_t bytes[4 * MAX];
    char text[16 * MAX];
} rig;

static struct image_place place(size_t insn) {
    return (struct image_place){TEXT, TEXT_ADDRESS + 4 * (uint32_t)insn};
}

void rig_begin(void) {
    rig_end();
    memset(&rig, 0, sizeof rig);
    memset(&rig_counts, 0, sizeof rig_counts);
}

void rig_end(void) {
    spills_free(&rig.spills);
    if (rig.list.items)
        functions_free(&rig.list);
    free(rig_frames);
    rig_frames = NULL;
}

void rig_function(const char *name) {
    rig.symbols[++rig.functions] = (struct image_symbol){
        .name = (char *)name,
        .value = place(rig.count).address,
        .info = ELF32_ST_INFO(STB_GLOBAL, STT_FUNC),
        .section = TEXT,
    };
}

void rig_compiled(const char *name) {
    rig_function(name);
    rig.compiled[rig.functions] = true;
}

void rig_slot(int32_t offset, uint32_t size) {
    rig.slots[rig.functions][rig.slot_count[rig.functions]++] = (struct frame_slot){offset, size};
}

size_t rig_add(struct muon_insn insn) {
    rig.insns[rig.count] = (struct code_insn){
        .words = {insn}, .word_count = 1, .offset = 4 * (uint32_t)rig.count, .bytes = 4};
    rig.insn_at[rig.count] = (uint32_t)rig.count;
    rig.symbols[rig.functions].size += 4;
    return rig.count++;
}

size_t rig_op(enum muon_op op, unsigned rd, unsigned rs1, unsigned rs2) {
    return rig_add(
        (struct muon_insn){.op = op, .rd = (uint8_t)rd, .rs1 = (uint8_t)rs1, .rs2 = (uint8_t)rs2});
}

size_t rig_addi(unsigned rd, unsigned rs1, int32_t imm) {
    return rig_add(
        (struct muon_insn){.op = MUON_ADDI, .rd = (uint8_t)rd, .rs1 = (uint8_t)rs1, .imm = imm});
}

size_t rig_load(enum muon_op op, unsigned rd, int32_t offset, unsigned base) {
    return rig_add(
        (struct muon_insn){.op = op, .rd = (uint8_t)rd, .rs1 = (uint8_t)base, .imm = offset});
}

size_t rig_store(enum muon_op op, unsigned rs2, int32_t offset, unsigned base) {
    return rig_add(
        (struct muon_insn){.op = op, .rs2 = (uint8_t)rs2, .rs1 = (uint8_t)base, .imm = offset});
}

size_t rig_lw(unsigned rd, int32_t offset, unsigned base) {
    return rig_load(MUON_LW_GLOBAL, rd, offset, base);
}

size_t rig_sw(unsigned rs2, int32_t offset, unsigned base) {
    return rig_store(MUON_SW_GLOBAL, rs2, offset, base);
}

size_t rig_call(const char *name) {
    size_t insn = rig_add((struct muon_insn){.op = MUON_JAL, .rd = RA});
    rig.insns[insn].pair = CODE_PAIR_CALL;
    rig.call[insn] = name;
    return insn;
}

size_t rig_ret(void) {
    return rig_add((struct muon_insn){.op = MUON_JALR, .rs1 = RA});
}

size_t rig_branch(enum muon_op op, unsigned rs1, unsigned rs2, size_t to) {
    size_t insn = rig_op(op, 0, rs1, rs2);
    rig.insns[insn].fix = CODE_FIX_PC;
    rig.insns[insn].to = place(to);
    return insn;
}

void rig_address(size_t of) {
    rig.data[rig.data_count] =
        (struct image_relocation){.offset = 4 * (uint32_t)rig.data_count,
                                  .type = R_RISCV_32,
                                  .symbol = 1, /* the first function, at the start */
                                  .addend = 4 * (int32_t)of};
    rig.data_count++;
}

void rig_address_of(const char *name) {
    rig.address_of[rig.data_count] = name;
    rig_address(0);
}

size_t rig_next(void) {
    return rig.count;
}

static size_t symbol_of(const char *name) {
    for (size_t i = 1; i <= rig.functions; i++)
        if (!strcmp(rig.symbols[i].name, name))
            return i;
    abort();
}

static void put_word(FILE *stream, uint32_t word) {
    for (unsigned i = 0; i < 4; i++)
        fputc((int)(word >> 8 * i & 0xff), stream);
}

static void make_frames(void) {
    FILE *stream = open_memstream((char **)&rig_frames, &rig_frames_size);
    for (size_t f = 1; f <= rig.functions; f++) {
        if (!rig.compiled[f])
            continue;
        rig.frames[rig.frame_count++] =
            (struct image_relocation){(uint32_t)ftell(stream), R_RISCV_32, (uint32_t)f, 0};
        put_word(stream, 0);
        put_word(stream, rig.symbols[f].size);
        put_word(stream, (uint32_t)rig.slot_count[f]);
        for (size_t i = 0; i < rig.slot_count[f]; i++) {
            put_word(stream, (uint32_t)rig.slots[f][i].offset);
            put_word(stream, rig.slots[f][i].size);
        }
    }
    fclose(stream);
}

void rig_make(void) {
    for (size_t i = 0; i < rig.count; i++)
        if (rig.call[i]) {
            rig.insns[i].fix = CODE_FIX_PC;
            rig.insns[i].to = (struct image_place){TEXT, rig.symbols[symbol_of(rig.call[i])].value};
        }
    for (size_t i = 0; i < rig.data_count; i++)
        if (rig.address_of[i])
            rig.data[i].symbol = (uint32_t)symbol_of(rig.address_of[i]);
    make_frames();
    rig.code = (struct code){.insns = rig.insns, .count = rig.count, .insn_at = rig.insn_at};
    rig.sections[TEXT] = (struct image_section){.name = ".text",
                                                .flags = SHF_ALLOC | SHF_EXECINSTR,
                                                .address = TEXT_ADDRESS,
                                                .size = 4 * (uint32_t)rig.count,
                                                .bytes = rig.bytes,
                                                .code = &rig.code};
    rig.sections[DATA] = (struct image_section){.name = ".data",
                                                .flags = SHF_ALLOC,
                                                .address = DATA_ADDRESS,
                                                .size = 4 * MAX,
                                                .bytes = rig.bytes,
                                                .relocations = rig.data,
                                                .relocation_count = rig.data_count};
    rig.sections[FRAMES] = (struct image_section){.name = FRAMES_SECTION,
                                                  .size = (uint32_t)rig_frames_size,
                                                  .bytes = rig_frames,
                                                  .relocations = rig.frames,
                                                  .relocation_count = rig.frame_count};
    rig.sections[0].name = "";
    rig_image = (struct image){.path = "test.elf",
                               .sections = rig.sections,
                               .section_count = SECTIONS,
                               .symbols = rig.symbols,
                               .symbol_count = rig.functions + 1};
    rig.symbols[0].name = "";
}

void rig_promote(bool keep) {
    if (!rig_image.symbols || !rig_frames)
        rig_make();
    rig.list = functions_find(&rig_image);
    rig.spills = spills_promote(&rig_image, &rig.list, keep);
    rig_counts = rig.spills.counts;
}

static const struct function *function_named(const char *name) {
    return functions_at(&rig.list, &rig_image,
                        (struct image_place){TEXT, rig.symbols[symbol_of(name)].value});
}

const char *rig_text(const char *name) {
    const struct function *function = function_named(name);
    size_t length = 0;
    rig.text[0] = '\0';
    for (size_t i = 0; i < function->count; i++) {
        const struct code_insn *insn = &function->insns[i];
        for (unsigned w = 0; w < insn->word_count; w++) {
            struct muon_insn word = insn->words[w];
            char line[128];
            if (insn->fix) /* to a number that tells the instruction */
                word.imm = (int32_t)(insn->to.address - TEXT_ADDRESS) / 4;
            muon_disassemble(&word, &(struct muon_disasm){0}, line, sizeof line);
            for (char *tab = line; (tab = strchr(tab, '\t'));)
                *tab = ' ';
            length += (size_t)snprintf(rig.text + length, sizeof rig.text - length, "%s%s",
                                       length ? "; " : "", line);
        }
    }
    return rig.text;
}

const struct spill_frame *rig_frame(const char *name) {
    return spills_frame(&rig.spills, (size_t)(function_named(name) - rig.list.items));
}

bool rig_masks_hold(void) {
    struct diag_engine diag;
    diag_init(&diag, "test");
    bool good = masks_check(&rig_image, &rig.list, &diag);
    diag_free(&diag);
    return good;
}
