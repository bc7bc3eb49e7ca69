/* Any bytes as a Neutrino binary: refused with a message, or read to something consistent. */
#include "object/nbin.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static FILE *nowhere;

static void require(bool condition) {
    if (!condition)
        abort();
}

/* What is refused has a message. */
static bool parse(const void *bytes, size_t size, struct nbin *nbin) {
    struct diag_engine diag;
    diag_init(&diag, "fuzz_nbin");
    diag.stream = nowhere;
    bool ok = nbin_parse(bytes, size, "input", nbin, &diag);
    require(ok == (diag.errors == 0));
    diag_free(&diag);
    return ok;
}

/* What is read can be carried by a file, which is refused or read as well. It is the same if none
 * of the sections lies where the table of sections or their names are, as in all that nbc makes
 * (nbin_test). */
static void remake(const uint8_t *data, size_t size, struct nbin *nbin) {
    size_t made_size;
    char *made = nbin_make((const char *)data, size, nbin, &made_size);
    if (!made) /* libelf takes more for a table of sections */
        return;
    struct nbin again;
    parse(made, made_size, &again);
    nbin_free(&again);
    free(made);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    struct nbin nbin;
    if (parse(data, size, &nbin) && nbin.image) { /* an interface has none */
        const struct neutrino_image_header *header = &nbin.image_header;
        uint64_t end = (uint64_t)header->load_address + header->memory_bytes;
        require(header->image_bytes <= header->memory_bytes);
        require(header->load_address >= NEUTRINO_PRIVATE_BASE);
        require(end <= (uint64_t)NEUTRINO_PRIVATE_BASE + NEUTRINO_PRIVATE_BYTES);
        require(header->entry >= header->load_address);
        require(header->entry - header->load_address < header->image_bytes);
        unsigned sum = 0; /* every byte can be read */
        for (uint32_t i = 0; i < header->image_bytes; i++)
            sum += nbin.image[i];
        require(sum <= 255u * header->image_bytes);
        remake(data, size, &nbin);
    }
    nbin_free(&nbin);
    return 0;
}
