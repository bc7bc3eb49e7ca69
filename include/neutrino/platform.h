/* The machine as software sees it: address spaces, device registers, file formats. Shared by the
 * simulator, the compilers, and the runtime on every side; plain C11 and assembler-safe where
 * marked. All addresses are byte addresses, all registers 64 bits wide and little-endian unless
 * noted. */
#ifndef NEUTRINO_PLATFORM_H
#define NEUTRINO_PLATFORM_H

/* ---- constants also used from assembly (.S) ---- */

/* Devices: NEUTRINO_<device>_BASE (of the console NEUTRINO_CONSOLE), and for each register
 * NEUTRINO_<device>_<register>, its offset. */
#include "devices.def"

/* Shape of the machine: limits and defaults. */
#define NEUTRINO_MAX_CLUSTERS 64
#define NEUTRINO_MAX_CORES 8  /* per cluster */
#define NEUTRINO_MAX_WARPS 16 /* per core */
#define NEUTRINO_MAX_LANES 32 /* per warp */
#define NEUTRINO_DEFAULT_CLUSTERS 1
#define NEUTRINO_DEFAULT_CORES 2
#define NEUTRINO_DEFAULT_WARPS 8
#define NEUTRINO_DEFAULT_LANES 16
#define NEUTRINO_DEFAULT_SCOREBOARD 32 /* live runs */

/* SIMT shared address space. */
#define NEUTRINO_SHARED_BYTES 0x20000

/* SIMT global address space. */
#define NEUTRINO_UNMAPPED_BYTES 0x1000 /* a null pointer faults */
#define NEUTRINO_PROGRAM_BASE 0x10000000
#define NEUTRINO_STACK_TOP 0x7f000000 /* lane h of the machine: TOP - h * STRIDE, downwards */
#define NEUTRINO_STACK_BYTES 0x2000
#define NEUTRINO_STACK_STRIDE (NEUTRINO_STACK_BYTES + 16) /* staggered over the banks */
#define NEUTRINO_ARGS_BASE 0x7fff0000                     /* launch block, section .args */
#define NEUTRINO_LAUNCH_KERNEL (NEUTRINO_ARGS_BASE - 8)   /* function called for main, 0: main */
#define NEUTRINO_PRIVATE_BASE 0xe0000000 /* Neutrino memory, one for each cluster */
#define NEUTRINO_PRIVATE_BYTES 0x400000

/* Values of NEUTRINO_CONTROL_STATUS. */
#define NEUTRINO_STATUS_RESET 0
#define NEUTRINO_STATUS_READY 1
#define NEUTRINO_STATUS_FAULTED 2 /* written by the trap handler: the run stops with a report */

/* Neutrino address space: the above by identity, and */
#define NEUTRINO_SHARED_WINDOW 0x100000000 /* + offset in the cluster's shared memory */
#define NEUTRINO_PAYLOAD_BYTES 768         /* the most */

/* Both engines queue up to 16 commands; START with a full queue waits for room. On finishing a
 * command whose TAG is not 0, they signal that run (as QUEUE_DONE does). BUSY counts the commands
 * not finished. The descriptor registers are latched by START. */
#define NEUTRINO_ENGINE_QUEUE 16

/* The DMA engine copies a box of EXTENT0 bytes × EXTENT1 rows × EXTENT2 planes.
 *
 * Matrix unit: C[M×N] (+)= A[M×K] · B[K×N], row-major in shared memory, leading dimensions in
 * elements. C is binary32; A and B are both binary32 or both bfloat16. For each element the sum
 * starts from C (ACCUMULATE) or +0 and takes fused multiply-adds in binary32, k ascending. */
#define NEUTRINO_MATRIX_ACCUMULATE 1 /* in FLAGS */
#define NEUTRINO_MATRIX_BF16 2

/* Run ids: task << 24 | counter. */
#define NEUTRINO_RUN_COUNTER_BITS 24
#define NEUTRINO_FIRST_SYNC_POINT 128 /* task ids 128–255 are dummies; 0 is the anonymous one */
#define NEUTRINO_MAX_TASK 127
#define NEUTRINO_FIRST_RESERVED_TASK 112 /* to MAX_TASK: kept for the runtime's own */

/* ---- C only ---- */
#ifndef __ASSEMBLER__
#include <stdint.h>

/* The first bytes of section .neutrino of a SIMT ELF; the flat image follows it. The ROM code
 * copies image_bytes to load_address and zeroes up to memory_bytes. */
struct neutrino_image_header {
    char magic[4];    /* "NTRN" */
    uint32_t version; /* 1 */
    uint32_t flags;   /* 0 */
    uint32_t image_bytes;
    uint32_t memory_bytes;
    uint32_t load_address;
    uint32_t entry;
    uint32_t task_count;
    uint64_t abi_hash; /* of the task table, see object/nbin.h */
    uint32_t reserved[6];
};

/* ELF notes, name "Muon", in section .note.muon of every object and program that muonc makes. */
enum {
    MUON_NOTE_SHAPE = 1, /* struct muon_note_shape */
    MUON_NOTE_ABI = 2,   /* uint64_t: ABI hash of the nbin it was compiled against */
    MUON_NOTE_HALF = 3,  /* uint32_t, in objects: _Float16 is 0 IEEE half precision, 1 bfloat16 */
};
struct muon_note_shape {
    uint32_t cores, warps, lanes; /* of the machine the code was compiled for */
    uint32_t stack_bytes;         /* of a lane; 0: the program lays out its own stacks */
};
#endif

#endif
