#include "object/nbin.h"

#include "support/array.h"
#include "support/output.h"

#include <ctype.h>
#include <gelf.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Bytes from outside: nothing in them is used before it is checked. */
struct reader {
    Elf *elf;
    size_t size; /* of the file */
    const char *bytes;
    const char *path;
    struct nbin *nbin;
    struct diag_engine *diag;
};

static bool fail(const struct reader *reader, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool fail(const struct reader *reader, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *message = xvasprintf(format, arguments);
    va_end(arguments);
    diag_file_error(reader->diag, reader->path, "%s", message);
    free(message);
    return false;
}

static bool in_file(const struct reader *reader, uint64_t offset, uint64_t bytes) {
    return offset <= reader->size && bytes <= reader->size - offset;
}

/* ---- the image ---- */

static bool check_kind(const struct reader *reader, GElf_Ehdr *header) {
    if (elf_kind(reader->elf) != ELF_K_ELF || !gelf_getehdr(reader->elf, header))
        return fail(reader, "not an ELF file, so no Neutrino binary");
    if (header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_ident[EI_DATA] != ELFDATA2LSB ||
        header->e_machine != EM_RISCV)
        return fail(reader, "not a Neutrino binary: its ELF is not for 64-bit RISC-V");
    if (header->e_type != ET_EXEC)
        return fail(reader, "not a Neutrino binary: its ELF is not an executable");
    return true;
}

/* The i-th segment if it is loaded and not empty: type PT_LOAD, checked against file and memory. */
static bool read_segment(const struct reader *reader, size_t i, GElf_Phdr *segment) {
    if (!gelf_getphdr(reader->elf, (int)i, segment))
        return fail(reader, "truncated: program header %zu is missing", i);
    if (segment->p_type != PT_LOAD || segment->p_memsz == 0) {
        segment->p_type = PT_NULL;
        return true;
    }
    const uint64_t base = NEUTRINO_PRIVATE_BASE, bytes = NEUTRINO_PRIVATE_BYTES;
    if (segment->p_vaddr < base || segment->p_vaddr - base > bytes ||
        segment->p_memsz > bytes - (segment->p_vaddr - base))
        return fail(reader,
                    "segment at 0x%" PRIx64 " of 0x%" PRIx64
                    " bytes is outside the Neutrino core's private memory",
                    segment->p_vaddr, segment->p_memsz);
    if (segment->p_filesz > segment->p_memsz)
        return fail(reader, "segment at 0x%" PRIx64 " has more bytes in the file than in memory",
                    segment->p_vaddr);
    if (!in_file(reader, segment->p_offset, segment->p_filesz))
        return fail(reader, "truncated: segment at 0x%" PRIx64 " goes beyond the end of the file",
                    segment->p_vaddr);
    return true;
}

struct extent {
    uint64_t start, file_end, memory_end;
};

static bool measure_image(const struct reader *reader, size_t count, struct extent *extent) {
    *extent = (struct extent){.start = UINT64_MAX};
    for (size_t i = 0; i < count; i++) {
        GElf_Phdr segment;
        if (!read_segment(reader, i, &segment))
            return false;
        if (segment.p_type != PT_LOAD)
            continue;
        uint64_t file_end = segment.p_filesz ? segment.p_vaddr + segment.p_filesz : 0;
        uint64_t memory_end = segment.p_vaddr + segment.p_memsz;
        extent->start = segment.p_vaddr < extent->start ? segment.p_vaddr : extent->start;
        extent->file_end = file_end > extent->file_end ? file_end : extent->file_end;
        extent->memory_end = memory_end > extent->memory_end ? memory_end : extent->memory_end;
    }
    if (extent->file_end == 0)
        return fail(reader, "it has nothing to load");
    return extent->start % 4 == 0 || fail(reader, "its image is not aligned to 4 bytes");
}

static void copy_segments(const struct reader *reader, size_t count, uint64_t start) {
    for (size_t i = 0; i < count; i++) {
        GElf_Phdr segment;
        read_segment(reader, i, &segment);
        if (segment.p_type == PT_LOAD)
            memcpy(reader->nbin->image + (segment.p_vaddr - start),
                   reader->bytes + segment.p_offset, segment.p_filesz);
    }
}

/* The image is copied by words, so it ends on one; what follows the last byte is zero anyway. */
static uint32_t whole_words(uint64_t bytes) {
    return (uint32_t)((bytes + 3) / 4 * 4);
}

static bool read_image(const struct reader *reader) {
    GElf_Ehdr header;
    size_t count;
    struct extent extent;
    if (!check_kind(reader, &header))
        return false;
    if (elf_getphdrnum(reader->elf, &count))
        return fail(reader, "truncated: its program headers are missing");
    if (!measure_image(reader, count, &extent))
        return false;
    if (header.e_entry < extent.start || header.e_entry >= extent.file_end || header.e_entry % 4)
        return fail(reader, "entry point 0x%" PRIx64 " is not in its image",
                    (uint64_t)header.e_entry);
    struct neutrino_image_header *image = &reader->nbin->image_header;
    memcpy(image->magic, "NTRN", 4);
    image->version = 1;
    image->image_bytes = whole_words(extent.file_end - extent.start);
    image->memory_bytes = whole_words(extent.memory_end - extent.start);
    image->load_address = (uint32_t)extent.start;
    image->entry = (uint32_t)header.e_entry;
    reader->nbin->image = xcalloc(1, image->image_bytes);
    copy_segments(reader, count, extent.start);
    return true;
}

/* ---- the sections ---- */

/* The next section of the name after the one given, or after none; NULL: there are no more. */
static Elf_Scn *find_section(const struct reader *reader, size_t names, Elf_Scn *section,
                             const char *name, GElf_Shdr *header) {
    while ((section = elf_nextscn(reader->elf, section))) {
        const char *section_name = NULL;
        if (gelf_getshdr(section, header))
            section_name = elf_strptr(reader->elf, names, header->sh_name);
        if (section_name && !strcmp(section_name, name))
            return section;
    }
    return NULL;
}

static bool has_contents(const struct reader *reader, const char *name, const GElf_Shdr *header) {
    return (header->sh_type == SHT_PROGBITS &&
            in_file(reader, header->sh_offset, header->sh_size)) ||
           fail(reader, "truncated: section %s goes beyond the end of the file", name);
}

/* A section's text with a zero after it, or NULL after a diagnostic. */
static char *read_text(const struct reader *reader, size_t names, const char *name) {
    GElf_Shdr header;
    if (!find_section(reader, names, NULL, name, &header)) {
        fail(reader, "section %s is missing: it was not made by nbc", name);
        return NULL;
    }
    if (!has_contents(reader, name, &header))
        return NULL;
    const char *text = reader->bytes + header.sh_offset;
    if (memchr(text, 0, header.sh_size)) {
        fail(reader, "section %s is not text", name);
        return NULL;
    }
    return xstrndup(text, header.sh_size);
}

static bool read_inputs(const struct reader *reader, size_t names) {
    struct nbin *nbin = reader->nbin;
    GElf_Shdr header;
    for (Elf_Scn *section = NULL;
         (section = find_section(reader, names, section, NBIN_INPUT_SECTION, &header));) {
        if (!has_contents(reader, NBIN_INPUT_SECTION, &header))
            return false;
        const char *name = reader->bytes + header.sh_offset;
        size_t length = strnlen(name, header.sh_size);
        if (length == header.sh_size)
            return fail(reader, "section " NBIN_INPUT_SECTION " has no name in it");
        struct nbin_input *input = ARRAY_ADD(nbin->inputs, nbin->input_count);
        input->name = xstrdup(name);
        input->size = header.sh_size - length - 1;
        input->bytes = xmalloc(input->size + 1);
        memcpy(input->bytes, name + length + 1, input->size);
    }
    return true;
}

static bool read_sections(const struct reader *reader) {
    struct nbin *nbin = reader->nbin;
    size_t names;
    if (elf_getshdrstrndx(reader->elf, &names))
        return fail(reader, "truncated: its section headers are missing");
    return (nbin->header = read_text(reader, names, NBIN_HEADER_SECTION)) &&
           (nbin->map = read_text(reader, names, NBIN_MAP_SECTION)) && read_inputs(reader, names);
}

/* ---- the table ---- */

/* Letters other than ASCII's are in UTF-8; which ones a name may have is for compilers to say. */
static bool is_letter(unsigned char c) {
    return isalpha(c) || c == '_' || c >= 0x80;
}

static bool is_identifier(const char *text) {
    if (!is_letter((unsigned char)*text))
        return false;
    while (is_letter((unsigned char)*text) || isdigit((unsigned char)*text))
        text++;
    return !*text;
}

static bool read_task(const struct reader *reader, json_t *object, struct nbin_task *task) {
    const char *name;
    json_int_t id, bytes;
    json_t *args_type;
    json_error_t error;
    if (json_unpack_ex(object, &error, 0, "{s:s, s:I, s:o, s:I}", "name", &name, "id", &id, "args",
                       &args_type, "bytes", &bytes))
        return fail(reader, "bad task table: %s", error.text);
    if (!json_is_string(args_type) && !json_is_null(args_type))
        return fail(reader, "bad task table: \"args\" of '%s' is no string", name);
    const char *args = json_string_value(args_type);
    if (!is_identifier(name) || (args && !is_identifier(args)))
        return fail(reader, "bad task table: a name is no C identifier");
    if (id < 1 || id > NEUTRINO_MAX_TASK)
        return fail(reader, "bad task table: '%s' has the id %" JSON_INTEGER_FORMAT, name, id);
    if (bytes < 0 || bytes > NEUTRINO_PAYLOAD_BYTES || bytes % 4 || !args != !bytes)
        return fail(reader, "bad task table: '%s' has arguments of %" JSON_INTEGER_FORMAT " bytes",
                    name, bytes);
    *task = (struct nbin_task){xstrdup(name), args ? xstrdup(args) : NULL, (unsigned)id,
                               (unsigned)bytes};
    return true;
}

static bool read_tasks(const struct reader *reader, json_t *tasks) {
    struct nbin *nbin = reader->nbin;
    size_t count = json_array_size(tasks);
    if (count > NEUTRINO_MAX_TASK)
        return fail(reader, "bad task table: it has %zu tasks", count);
    nbin->tasks = xcalloc(count + 1, sizeof *nbin->tasks);
    for (size_t i = 0; i < count; i++) {
        if (!read_task(reader, json_array_get(tasks, i), &nbin->tasks[i]))
            return false;
        nbin->task_count++;
        if (i && nbin->tasks[i].id <= nbin->tasks[i - 1].id)
            return fail(reader, "bad task table: '%s' is not in the order of ids",
                        nbin->tasks[i].name);
    }
    nbin->image_header.task_count = (uint32_t)count;
    return true;
}

static bool read_hash(const struct reader *reader, const char *text) {
    if (strlen(text) != 16 || strspn(text, "0123456789abcdef") != 16)
        return fail(reader, "bad task table: '%s' is no ABI hash", text);
    reader->nbin->image_header.abi_hash = strtoull(text, NULL, 16);
    return true;
}

static bool read_table(const struct reader *reader) {
    json_error_t error;
    json_t *root = json_loads(reader->nbin->map, 0, &error), *tasks;
    if (!root)
        return fail(reader, "bad task table: line %d: %s", error.line, error.text);
    int version;
    const char *hash;
    bool ok;
    if (json_unpack_ex(root, &error, 0, "{s:i, s:s, s:o}", "version", &version, "abi_hash", &hash,
                       "tasks", &tasks))
        ok = fail(reader, "bad task table: %s", error.text);
    else if (version != 1)
        ok = fail(reader, "it has version %d of the format, this tool knows version 1", version);
    else if (!json_is_array(tasks))
        ok = fail(reader, "bad task table: \"tasks\" is no array");
    else
        ok = read_hash(reader, hash) && read_tasks(reader, tasks);
    json_decref(root);
    return ok;
}

/* ---- the interface ---- */

static const char *last_occurrence(const char *text, const char *of) {
    const char *last = NULL;
    for (const char *at = text; (at = strstr(at, of)); at++)
        last = at;
    return last;
}

static bool is_text(const struct reader *reader) {
    return reader->size > 0 && !memchr(reader->bytes, 0, reader->size);
}

/* Whatever is text: nothing else that one has beside an nbin is. */
static bool read_interface(const struct reader *reader) {
    struct nbin *nbin = reader->nbin;
    nbin->header = xstrndup(reader->bytes, reader->size);
    const char *table = last_occurrence(nbin->header, NBIN_TABLE_BEGIN), *end = NULL;
    if (table)
        end = strstr(table += strlen(NBIN_TABLE_BEGIN), NBIN_TABLE_END);
    if (!end)
        return fail(reader, "neither a Neutrino binary nor its interface");
    nbin->map = xstrndup(table, (size_t)(end - table));
    return read_table(reader);
}

/* ---- all of it ---- */

static bool read_all(const struct reader *reader) {
    if (is_text(reader))
        return read_interface(reader);
    return read_image(reader) && read_sections(reader) && read_table(reader);
}

bool nbin_parse(const void *bytes, size_t size, const char *path, struct nbin *nbin,
                struct diag_engine *diag) {
    *nbin = (struct nbin){0};
    elf_version(EV_CURRENT);
    /* libelf wants its own, aligned, writable copy. */
    char *copy = xmalloc(size ? size : 1);
    memcpy(copy, bytes, size);
    nbin->file = xmalloc(size ? size : 1);
    memcpy(nbin->file, bytes, size);
    nbin->file_size = size;
    struct reader reader = {elf_memory(copy, size), size, copy, path, nbin, diag};
    bool ok = read_all(&reader);
    elf_end(reader.elf);
    free(copy);
    if (!ok)
        nbin_free(nbin);
    return ok;
}

bool nbin_read(const char *path, struct nbin *nbin, struct diag_engine *diag) {
    size_t size;
    char *bytes = input_read(path, &size, diag);
    *nbin = (struct nbin){0};
    if (!bytes)
        return false;
    bool ok = nbin_parse(bytes, size, path, nbin, diag);
    free(bytes);
    return ok;
}

void nbin_free(struct nbin *nbin) {
    for (size_t i = 0; i < nbin->task_count; i++) {
        free(nbin->tasks[i].name);
        free(nbin->tasks[i].args_type);
    }
    for (size_t i = 0; i < nbin->input_count; i++) {
        free(nbin->inputs[i].name);
        free(nbin->inputs[i].bytes);
    }
    free(nbin->tasks);
    free(nbin->inputs);
    free(nbin->header);
    free(nbin->map);
    free(nbin->image);
    free(nbin->file);
    *nbin = (struct nbin){0};
}
