#include "muonc/link/archive.h"

#include <ar.h>
#include <stdlib.h>
#include <string.h>

static const char thin_magic[] = "!<thin>\n";

bool archive_open(struct archive *archive, const void *bytes, size_t size) {
    *archive = (struct archive){.bytes = bytes, .size = size, .next = SARMAG};
    archive->thin = size >= SARMAG && !memcmp(bytes, thin_magic, SARMAG);
    return archive->thin || (size >= SARMAG && !memcmp(bytes, ARMAG, SARMAG));
}

/* A decimal field, padded with blanks. */
static size_t number(const char *field, size_t width) {
    char text[sizeof((struct ar_hdr *)0)->ar_name + 1];
    memcpy(text, field, width);
    text[width] = '\0';
    return strtoul(text, NULL, 10);
}

/* "name/", or "/12": at 12 in the table of long names, ended by "/\n". */
static void set_name(const struct archive *archive, const struct ar_hdr *header,
                     struct archive_member *member) {
    const char *name = header->ar_name;
    size_t length = sizeof header->ar_name;
    if (name[0] == '/') {
        size_t at = number(name + 1, length - 1);
        name = at < archive->long_names_size ? archive->long_names + at : "";
        length = at < archive->long_names_size ? archive->long_names_size - at : 0;
        const char *end = length ? memchr(name, '\n', length) : NULL;
        length = end ? (size_t)(end - name) : length;
    }
    while (length && name[length - 1] == ' ')
        length--;
    if (length && name[length - 1] == '/')
        length--;
    member->name = name;
    member->name_length = length;
}

static bool is_table(const struct ar_hdr *header) {
    return !memcmp(header->ar_name, "/ ", 2) || !memcmp(header->ar_name, "//", 2) ||
           !memcmp(header->ar_name, "/SYM64/", 7);
}

bool archive_next(struct archive *archive, struct archive_member *member) {
    while (archive->next < archive->size &&
           archive->size - archive->next >= sizeof(struct ar_hdr)) {
        const struct ar_hdr *header = (const struct ar_hdr *)(archive->bytes + archive->next);
        size_t offset = archive->next + sizeof *header;
        size_t size = number(header->ar_size, sizeof header->ar_size);
        bool table = is_table(header), inside = table || !archive->thin;
        if (memcmp(header->ar_fmag, ARFMAG, 2) || (inside && size > archive->size - offset))
            return false;
        archive->next = inside ? offset + size + size % 2 : offset;
        if (!memcmp(header->ar_name, "//", 2)) {
            archive->long_names = archive->bytes + offset;
            archive->long_names_size = size;
        }
        if (table)
            continue;
        *member = (struct archive_member){.offset = offset, .size = size};
        set_name(archive, header, member);
        return true;
    }
    return false;
}
