/* tasks.nbin: what nbc makes and muonc embeds. An ELF64 RISC-V executable linked at
 * NEUTRINO_PRIVATE_BASE with sections of its own, none of them loaded:
 *   .neutrino.header  the generated C header, as text
 *   .neutrino.map     the task table, as JSON (the same bytes as nbc --map=)
 *   .neutrino.input   any number: an object or archive that it was linked from, in their order, so
 *                     that nbc can link it again with tasks of the runtime; before the bytes a name
 *                     for messages, which ends with a zero. Without bytes if it cannot be carried.
 *
 * The table: {"version": 1, "abi_hash": "0123456789abcdef", "tasks": [{"name": "matmul_task",
 * "id": 1, "args": "matmul_args_t" or null, "bytes": 8, "parameters": [{"name": "addr_a",
 * "type": "void *", "offset": 0, "bytes": 4}, …], "file": "tasks.c", "line": 3}, …]}
 *
 * The ABI hash is 64-bit FNV-1a over, for each task in id order, "id name(parameter types as laid
 * out on the wire)": it changes exactly when code compiled against the old header would be wrong.
 *
 * Instead of an nbin, what only compiles may have its interface: the header without the tasks'
 * comments and, in a comment behind it, the table in one line with name, id, args and bytes of each
 * task. So it changes only when kernels have to be compiled again. */
#ifndef OBJECT_NBIN_H
#define OBJECT_NBIN_H

#include "neutrino/platform.h"
#include "support/diag.h"

#include <stddef.h>

#define NBIN_TABLE_BEGIN "/* The task table: "
#define NBIN_TABLE_END " */\n"
#define NBIN_HEADER_SECTION ".neutrino.header"
#define NBIN_MAP_SECTION ".neutrino.map"
#define NBIN_INPUT_SECTION ".neutrino.input"

struct nbin_task {
    char *name;      /* "matmul_task" */
    char *args_type; /* "matmul_args_t", NULL for a task without parameters */
    unsigned id;     /* 1 to 127 */
    unsigned bytes;  /* size of args_type, 0 to NEUTRINO_PAYLOAD_BYTES, a multiple of 4 */
};

struct nbin_input {
    char *name;
    char *bytes;
    size_t size;
};

struct nbin {
    struct nbin_task *tasks; /* by ascending id */
    size_t task_count;
    struct nbin_input *inputs;
    size_t input_count;
    char *header;   /* text of the generated header, zero-terminated */
    char *map;      /* JSON text of the task table, zero-terminated */
    uint8_t *image; /* flat: image_header.image_bytes bytes to load at load_address; NULL: this is
                       the interface alone */
    struct neutrino_image_header image_header;
    char *file; /* all of it, and its size */
    size_t file_size;
};

/* Reads and checks a file; on any fault reports "path: error: …" and returns false with nothing
 * allocated. nbin_parse does the same for bytes in memory (path is for the messages). */
bool nbin_read(const char *path, struct nbin *nbin, struct diag_engine *diag);
bool nbin_parse(const void *bytes, size_t size, const char *path, struct nbin *nbin,
                struct diag_engine *diag);
void nbin_free(struct nbin *nbin);

/* A file of what lld linked and the contents' header, map and inputs; the caller frees it. NULL if
 * the bytes are no 64-bit ELF. */
char *nbin_make(const char *linked, size_t linked_size, const struct nbin *contents, size_t *size);

#endif
