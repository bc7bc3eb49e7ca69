#include "muonc/link/note.h"

#include "support/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_BYTES = 5, PADDED_NAME_BYTES = 8, HEADER_BYTES = 12, ABI_BYTES = 8, HALF_BYTES = 4 };
static const char note_name[PADDED_NAME_BYTES] = "Muon";

/* A note as the words after each other; the ABI hash has its low word first. */
static size_t note_words(const struct muon_note_shape *shape, bool has_abi, uint64_t abi_hash,
                         uint32_t words[16]) {
    size_t count = 0;
    uint32_t name[2] = {'M' | 'u' << 8 | 'o' << 16 | (uint32_t)'n' << 24, 0};
    words[count++] = NAME_BYTES;
    words[count++] = sizeof *shape;
    words[count++] = MUON_NOTE_SHAPE;
    words[count++] = name[0];
    words[count++] = name[1];
    words[count++] = shape->cores;
    words[count++] = shape->warps;
    words[count++] = shape->lanes;
    words[count++] = shape->stack_bytes;
    if (!has_abi)
        return count;
    words[count++] = NAME_BYTES;
    words[count++] = ABI_BYTES;
    words[count++] = MUON_NOTE_ABI;
    words[count++] = name[0];
    words[count++] = name[1];
    words[count++] = (uint32_t)abi_hash;
    words[count++] = (uint32_t)(abi_hash >> 32);
    return count;
}

static const char section_begin[] = "\t.pushsection " NOTE_SECTION ",\"\",@note\n\t.p2align 2\n";
static const char section_end[] = "\t.popsection\n";

static void print_words(FILE *stream, const uint32_t *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        fprintf(stream, "\t.4byte 0x%x\n", words[i]);
}

static char *assembly(const uint32_t *words, size_t count) {
    size_t size;
    char *text = NULL;
    FILE *stream = open_memstream(&text, &size);
    fputs(section_begin, stream);
    print_words(stream, words, count);
    fputs(section_end, stream);
    fclose(stream);
    return text;
}

static char *bytes_assembly(uint32_t type, const uint8_t *bytes, size_t count) {
    const uint32_t header[] = {NAME_BYTES, (uint32_t)count, type};
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    fputs(section_begin, stream);
    print_words(stream, header, 3);
    fprintf(stream, "\t.asciz \"%s\"\n\t.p2align 2\n", note_name);
    for (size_t i = 0; i < count; i++)
        fprintf(stream, "%s%u%s", i % 16 ? "," : "\t.byte ", bytes[i],
                i % 16 == 15 || i + 1 == count ? "\n" : "");
    fprintf(stream, "\t.p2align 2\n%s", section_end);
    fclose(stream);
    return text;
}

char *note_facts_assembly(const uint8_t *facts, size_t facts_size) {
    return bytes_assembly(NOTE_FACTS, facts, facts_size);
}

char *note_kernel_assembly(const char *signature) {
    return bytes_assembly(MUON_NOTE_KERNEL, (const uint8_t *)signature, strlen(signature));
}

char *note_assembly(const struct muon_note_shape *shape, bool has_abi, uint64_t abi_hash) {
    uint32_t words[16];
    return assembly(words, note_words(shape, has_abi, abi_hash, words));
}

char *note_half_assembly(bool is_bfloat) {
    uint32_t words[] = {NAME_BYTES, HALF_BYTES, MUON_NOTE_HALF, 0, 0, is_bfloat};
    memcpy(&words[3], note_name, sizeof note_name);
    return assembly(words, sizeof words / sizeof *words);
}

static void store(uint8_t *bytes, uint32_t word) {
    for (size_t i = 0; i < sizeof word; i++)
        bytes[i] = (uint8_t)(word >> 8 * i);
}

uint8_t *note_bytes(const struct muon_note_shape *shape, bool has_abi, uint64_t abi_hash,
                    size_t *size) {
    uint32_t words[16];
    *size = note_words(shape, has_abi, abi_hash, words) * sizeof *words;
    uint8_t *bytes = xmalloc(*size);
    for (size_t i = 0; i < *size / sizeof *words; i++)
        store(bytes + sizeof *words * i, words[i]);
    return bytes;
}

void note_add_kernel(uint8_t **bytes, size_t *size, const char *signature) {
    size_t length = strlen(signature), total = HEADER_BYTES + PADDED_NAME_BYTES + length;
    total = (total + 3) & ~(size_t)3;
    *bytes = xrealloc(*bytes, *size + total);
    uint8_t *note = *bytes + *size;
    memset(note, 0, total);
    store(note, NAME_BYTES);
    store(note + 4, (uint32_t)length);
    store(note + 8, MUON_NOTE_KERNEL);
    memcpy(note + HEADER_BYTES, note_name, PADDED_NAME_BYTES);
    memcpy(note + HEADER_BYTES + PADDED_NAME_BYTES, signature, length);
    *size += total;
}

static uint32_t load(const uint8_t *bytes) {
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/* Of a type that is for us, and of the size that it has. */
static bool read_description(const uint8_t *bytes, size_t size, struct note *note) {
    if (note->type == MUON_NOTE_SHAPE && size == sizeof note->shape) {
        note->shape = (struct muon_note_shape){load(bytes), load(bytes + 4), load(bytes + 8),
                                               load(bytes + 12)};
        return true;
    }
    if (note->type == MUON_NOTE_ABI && size == ABI_BYTES) {
        note->abi_hash = load(bytes) | (uint64_t)load(bytes + 4) << 32;
        return true;
    }
    if (note->type == MUON_NOTE_HALF && size == HALF_BYTES) {
        note->half_is_bfloat = load(bytes) == 1;
        return true;
    }
    if (note->type == NOTE_FACTS || note->type == MUON_NOTE_KERNEL) {
        note->bytes = bytes;
        note->bytes_size = size;
        return true;
    }
    return false;
}

bool note_next(const uint8_t *bytes, size_t size, size_t *offset, struct note *note) {
    while (*offset < size && size - *offset >= HEADER_BYTES) {
        const uint8_t *header = bytes + *offset;
        uint64_t name_size = load(header), description_size = load(header + 4);
        uint64_t name_room = (name_size + 3) & ~UINT64_C(3);
        uint64_t total = HEADER_BYTES + name_room + ((description_size + 3) & ~UINT64_C(3));
        if (total > size - *offset)
            return false;
        *offset += total;
        *note = (struct note){.type = load(header + 8)};
        if (name_size == NAME_BYTES && !memcmp(header + HEADER_BYTES, note_name, NAME_BYTES) &&
            read_description(header + HEADER_BYTES + name_room, description_size, note))
            return true;
    }
    return false;
}
