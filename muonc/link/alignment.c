#include "muonc/link/alignment.h"

#include "muonc/link/archive.h"
#include "muonc/link/object_check.h"
#include "support/alloc.h"
#include "support/output.h"
#include "support/path.h"

#include <ar.h>
#include <gelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The type is the low byte of r_info, the second word of an Elf32_Rela. */
enum { TYPE_OFFSET = 4 };

/* ---- objects ---- */

/* Returns the number of relocations neutralised in the table, which lies within file. */
static size_t neutralise_table(uint8_t *table, size_t size) {
    size_t count = 0;
    for (size_t i = 0; i + sizeof(Elf32_Rela) <= size; i += sizeof(Elf32_Rela)) {
        uint8_t *info = table + i + TYPE_OFFSET;
        if (*info != R_RISCV_ALIGN)
            continue;
        memset(info, 0, sizeof(Elf32_Word));
        count++;
    }
    return count;
}

static size_t neutralise_sections(Elf *elf, uint8_t *bytes, size_t size) {
    GElf_Ehdr header;
    size_t count = 0;
    if (!elf || elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &header) ||
        header.e_machine != EM_RISCV || header.e_type != ET_REL ||
        header.e_ident[EI_CLASS] != ELFCLASS32)
        return 0;
    for (Elf_Scn *scn = NULL; (scn = elf_nextscn(elf, scn));) {
        GElf_Shdr section;
        if (gelf_getshdr(scn, &section) && section.sh_type == SHT_RELA &&
            section.sh_offset <= size && section.sh_size <= size - section.sh_offset)
            count += neutralise_table(bytes + section.sh_offset, section.sh_size);
    }
    return count;
}

static size_t neutralise_object(char *bytes, size_t size) {
    Elf *elf = elf_memory(bytes, size);
    size_t count = neutralise_sections(elf, (uint8_t *)bytes, size);
    elf_end(elf);
    return count;
}

/* ---- archives ---- */

static bool check_member(const char *path, const struct archive_member *member, const char *bytes,
                         struct diag_engine *diag) {
    char *prefix = xasprintf("%.*s: ", (int)member->name_length, member->name);
    bool good = object_check(path, prefix, bytes, member->size, diag);
    free(prefix);
    return good;
}

/* Members are not aligned as libelf wants objects in memory to be: each is copied out and back. */
static bool neutralise_members(struct archive *archive, const char *path, char *bytes,
                               size_t *count, struct diag_engine *diag) {
    struct archive_member member;
    bool good = true;
    while (good && archive_next(archive, &member)) {
        char *copy = xmalloc(member.size + 1);
        memcpy(copy, bytes + member.offset, member.size);
        good = check_member(path, &member, copy, diag);
        size_t found = neutralise_object(copy, member.size);
        if (found)
            memcpy(bytes + member.offset, copy, member.size);
        *count += found;
        free(copy);
    }
    return good;
}

static char *member_path(const char *archive_path, const struct archive_member *member) {
    int directory = member->name[0] == '/' ? 0 : (int)path_directory_length(archive_path);
    return xasprintf("%.*s%.*s", directory, archive_path, (int)member->name_length, member->name);
}

/* One member of a regular archive that has a table of long names. */
static bool put_member(FILE *out, const char *archive_path, const struct archive_member *member,
                       size_t name_at, struct diag_engine *diag) {
    char *path = member_path(archive_path, member);
    size_t size;
    char *bytes = input_read(path, &size, diag);
    bool good = bytes && object_check(path, "", bytes, size, diag);
    free(path);
    if (!good) {
        free(bytes);
        return false;
    }
    neutralise_object(bytes, size);
    fprintf(out, "/%-15zu%-12d%-6d%-6d%-8o%-10zu%s", name_at, 0, 0, 0, 0644u, size, ARFMAG);
    fwrite(bytes, 1, size, out);
    if (size % 2)
        fputc('\n', out);
    free(bytes);
    return true;
}

/* A thin archive as a regular one with the members in it. */
static char *thicken(const struct archive *thin, const char *path, size_t *size,
                     struct diag_engine *diag) {
    char *names = NULL, *result = NULL;
    size_t names_size;
    FILE *out = open_memstream(&names, &names_size);
    struct archive walk = *thin;
    struct archive_member member;
    while (archive_next(&walk, &member))
        fprintf(out, "%.*s/\n", (int)member.name_length, member.name);
    if (ftell(out) % 2)
        fputc('\n', out);
    fclose(out);
    out = open_memstream(&result, size);
    fprintf(out, "%s%-48s%-10zu%s%s", ARMAG, "//", names_size, ARFMAG, names);
    bool ok = true;
    size_t name_at = 0;
    for (walk = *thin; ok && archive_next(&walk, &member); name_at += member.name_length + 2)
        ok = put_member(out, path, &member, name_at, diag);
    fclose(out);
    free(names);
    if (ok)
        return result;
    free(result);
    return NULL;
}

/* ---- any file ---- */

char *alignment_neutral(const char *path, const char *directory, size_t number,
                        struct diag_engine *diag) {
    size_t size, count = 0;
    struct archive archive;
    char *bytes = input_read(path, &size, diag);
    if (!bytes)
        return NULL;
    elf_version(EV_CURRENT);
    bool thin = false, good = true;
    if (!archive_open(&archive, bytes, size)) {
        good = object_check(path, "", bytes, size, diag);
        count = neutralise_object(bytes, size);
    } else if (archive.thin) {
        char *thick = thicken(&archive, path, &size, diag);
        free(bytes);
        bytes = thick;
        thin = true;
    } else {
        good = neutralise_members(&archive, path, bytes, &count, diag);
    }
    char *result =
        count || thin ? xasprintf("%s/%zu-%s", directory, number, path_name(path)) : xstrdup(path);
    if (!bytes || !good || ((count || thin) && !output_write(result, bytes, size, diag))) {
        free(result);
        result = NULL;
    }
    free(bytes);
    return result;
}
