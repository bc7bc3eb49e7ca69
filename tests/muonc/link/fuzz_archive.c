/* Members of whatever claims to be an archive lie within it. */
#include "muonc/link/archive.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct archive archive;
    struct archive_member member;
    if (!archive_open(&archive, bytes, size))
        return 0;
    const char *start = (const char *)bytes, *end = start + size;
    while (archive_next(&archive, &member)) {
        if (!archive.thin && (member.offset > size || member.size > size - member.offset))
            abort();
        bool named = member.name >= start && member.name <= end &&
                     member.name_length <= (size_t)(end - member.name);
        if (!named && member.name_length)
            abort();
    }
    return 0;
}
