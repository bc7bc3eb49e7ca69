#include "muobjdump/muobjdump.h"
#include "object/source_map.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct context {
    const struct object_file *file;
    const struct disassembly *what;
    struct symbol_table labels; /* the symbols that lie in sections */
    struct source_map *source;  /* NULL without -l */
    struct source_position last;
};

static void collect_labels(struct context *context) {
    const struct symbol_table *all = &context->file->symbols;
    context->labels.symbols = xcalloc(all->count + 1, sizeof *all->symbols);
    for (size_t i = 0; i < all->count; i++)
        if (all->symbols[i].section != SHN_UNDEF && all->symbols[i].section < SHN_LORESERVE)
            context->labels.symbols[context->labels.count++] = all->symbols[i];
}

static bool contains(const struct object_file *file, size_t index, uint64_t address) {
    GElf_Shdr header;
    Elf_Scn *scn = elf_getscn(file->elf, index);
    return scn && gelf_getshdr(scn, &header) && address - header.sh_addr < header.sh_size;
}

static int symbolize(void *opaque, uint32_t address, char *buffer, size_t size) {
    const struct context *context = opaque;
    size_t upto = symbol_table_upto(&context->labels, address);
    if (!upto)
        return 0;
    const struct symbol *symbol = &context->labels.symbols[upto - 1];
    if (!contains(context->file, symbol->section, address))
        return 0;
    if (symbol->address == address)
        return snprintf(buffer, size, "<%s>", symbol->name);
    return snprintf(buffer, size, "<%s+0x%" PRIx64 ">", symbol->name, address - symbol->address);
}

static void print_labels(const struct context *context, const struct object_section *section,
                         uint64_t address) {
    bool any = false;
    size_t i = address ? symbol_table_upto(&context->labels, address - 1) : 0;
    for (; i < context->labels.count; i++) {
        const struct symbol *symbol = &context->labels.symbols[i];
        if (symbol->address >= address + MUON_WORD_BYTES)
            break;
        if (symbol->section != section->index)
            continue;
        printf("\n%08" PRIx64 " <%s>:\n", symbol->address, symbol->name);
        any = true;
    }
    if (!any && address == section->header.sh_addr)
        printf("\n%08" PRIx64 " <%s>:\n", address, section->name);
}

static bool same_text(const char *a, const char *b) {
    return a == b || (a && b && !strcmp(a, b));
}

static bool same_place(const struct source_position *a, const struct source_position *b) {
    return same_text(a->file, b->file) && a->line == b->line && a->column == b->column;
}

static void print_source_line(struct context *context, uint64_t address) {
    struct source_position position;
    if (!context->source || !source_map_lookup(context->source, address, &position))
        return;
    bool same_function = same_text(position.function, context->last.function);
    if (position.function && !same_function)
        printf("; %s():\n", position.function);
    if (position.file && !(same_function && same_place(&position, &context->last))) {
        printf("; %s:%u", position.file, position.line);
        if (position.column) /* assembly has none */
            printf(":%u", position.column);
        putchar('\n');
    }
    context->last = position;
}

static void print_instruction(struct context *context, uint64_t address, uint64_t word) {
    char text[512];
    struct muon_insn insn;
    struct muon_disasm how = {
        .flags = context->what->no_aliases ? MUON_DISASM_NO_ALIASES : 0,
        .pc = (uint32_t)address,
        .symbolize = symbolize,
        .context = context,
    };
    muon_decode(word, &insn);
    muon_disassemble(&insn, &how, text, sizeof text);
    printf("%8" PRIx64 ": ", address);
    if (!context->what->no_raw_words)
        printf("%016" PRIx64 "  ", word);
    int mnemonic = (int)strcspn(text, " ");
    printf("\t%.*s", mnemonic, text);
    if (text[mnemonic])
        printf("\t%s", text + mnemonic + 1);
    if (context->what->explain)
        printf("\t; %s", muon_op_info(insn.op)->description);
    putchar('\n');
}

static bool print_section(struct context *context, const struct object_section *section,
                          struct diag_engine *diag) {
    const uint8_t *bytes;
    size_t size;
    if (!object_section_bytes(context->file, section, &bytes, &size, diag))
        return false;
    if (!bytes)
        return true;
    printf("\nDisassembly of section %s:\n", section->name);
    for (size_t offset = 0; offset < size; offset += MUON_WORD_BYTES) {
        uint64_t address = section->header.sh_addr + offset;
        if (address < context->what->start || address >= context->what->stop)
            continue;
        print_labels(context, section, address);
        print_source_line(context, address);
        if (size - offset >= MUON_WORD_BYTES)
            print_instruction(context, address, disassembly_word(bytes + offset));
        else
            printf("%8" PRIx64 ": \t<unknown>\n", address);
    }
    return true;
}

static bool is_wanted(const struct disassembly *what, const struct object_section *section) {
    for (size_t i = 0; i < what->sections.count; i++)
        if (!strcmp(what->sections.items[i], section->name))
            return true;
    if (what->sections.count || section->header.sh_type == SHT_NULL)
        return false;
    return (what->all_sections && !what->assembly) || (section->header.sh_flags & SHF_EXECINSTR);
}

static bool check_machine(const struct object_file *file, struct diag_engine *diag) {
    const GElf_Ehdr *header = &file->header;
    if (header->e_machine != EM_RISCV || header->e_ident[EI_CLASS] != ELFCLASS32 ||
        header->e_ident[EI_DATA] != ELFDATA2LSB)
        diag_file_error(diag, file->path,
                        "not a Muon program: those are 32-bit little-endian RISC-V ELF files");
    else if (header->e_type == ET_REL)
        diag_file_error(diag, file->path,
                        "not a linked program: objects hold RV32 words, which "
                        "muonc re-encodes when it links");
    else
        return true;
    return false;
}

static void warn_about_missing_sections(const struct object_file *file,
                                        const struct disassembly *what, struct diag_engine *diag) {
    struct object_section section;
    for (size_t i = 0; i < what->sections.count; i++)
        if (!object_find_section(file, what->sections.items[i], &section))
            diag_report(diag, DIAG_WARNING, NULL, DIAG_FILE(file->path), "no section '%s'",
                        what->sections.items[i]);
}

bool print_disassembly(const struct object_file *file, const struct disassembly *what,
                       struct diag_engine *diag) {
    struct context context = {.file = file, .what = what};
    if (!check_machine(file, diag))
        return false;
    warn_about_missing_sections(file, what, diag);
    collect_labels(&context);
    if (what->source_lines)
        context.source = source_map_create(file->bytes, file->size);
    if (context.source && what->readable_names)
        source_map_demangle(context.source);
    bool ok = true;
    for (struct object_section section = {0}; object_next_section(file, &section);)
        if (is_wanted(what, &section))
            ok &= what->assembly ? print_section_assembly(file, what, &section, diag)
                                 : print_section(&context, &section, diag);
    source_map_free(context.source);
    symbol_table_free(&context.labels);
    return ok;
}
