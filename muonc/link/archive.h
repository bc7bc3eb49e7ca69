/* Unix archives (.a) in memory, as ar writes them: GNU's form, also thin ones, whose members are
 * files beside the archive. */
#ifndef MUONC_LINK_ARCHIVE_H
#define MUONC_LINK_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>

struct archive {
    const char *bytes;
    size_t size;
    size_t next; /* where the next member's header is */
    bool thin;
    const char *long_names; /* the table, NULL: none so far */
    size_t long_names_size;
};

struct archive_member {
    const char *name; /* not terminated */
    size_t name_length;
    size_t offset; /* of its contents in the archive, which a thin one does not have */
    size_t size;
};

/* Whether the bytes are an archive, which must outlive it. */
bool archive_open(struct archive *archive, const void *bytes, size_t size);
/* The next member that is no table of the archive's own. False at the end, and where the archive
 * is damaged. */
bool archive_next(struct archive *archive, struct archive_member *member);

#endif
