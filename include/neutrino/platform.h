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
#define NEUTRINO_LAUNCH_BASE (NEUTRINO_ARGS_BASE - 64)    /* struct neutrino_launch */
#define NEUTRINO_ARGUMENT_OFFSET 24    /* in the launch block: behind grid and block size */
#define NEUTRINO_ARGUMENT_BYTES 0xffe8 /* the most: the launch block has 64 KiB */
#define NEUTRINO_LOCAL_ALIGNMENT 16    /* of what a launch asks for in group memory */
#define NEUTRINO_MAX_GROUP 65536       /* work-items of a work-group */
#define NEUTRINO_CONTEXT_ALIGNMENT 64  /* of what they keep, if they are more than lanes */
/* The number of such a group's barrier, which there is none of: the kernel has been split there, so
 * whoever waits is in a function that the compiler has not seen. */
#define NEUTRINO_NO_BARRIER 255
#define NEUTRINO_ARRIVALS_BYTES 1024     /* in front of that: two words for each warp */
#define NEUTRINO_PRIVATE_BASE 0xe0000000 /* Neutrino memory, one for each cluster */
#define NEUTRINO_PRIVATE_BYTES 0x400000

/* What register tp points to in programs that ask for work-item ids: struct neutrino_items, below.
 */
#define NEUTRINO_ITEMS_BYTES 144
#define NEUTRINO_ITEMS_UNIFORM_BYTES 108 /* the first of them, which a warp's lanes share */
#define NEUTRINO_ITEMS_CARRIER 0x1000    /* + offset: not the number of a CSR, but a word of it */

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

/* At NEUTRINO_LAUNCH_BASE: what a launcher tells of a grid of work-items, beside the numbers of
 * groups and their size in the launch block. */
struct neutrino_launch {
    uint32_t global_size[3]; /* work-items; 0: as many as the groups hold */
    uint32_t global_offset[3];
    uint32_t dimensions;  /* 1 to 3; 0: 3 */
    uint32_t local_bytes; /* group memory of __shared parameters, each rounded up to 16 bytes */
    uint32_t clusters;    /* that share the groups, for main, too; 0: 1 */
    /* Where groups of more work-items than a cluster has lanes keep what lives across barriers:
     * cluster c has so many bytes, from context + c * context_bytes on. */
    uint32_t context, context_bytes;
};

/* The place of a lane in its work-group. It is the same from the first to the last instruction of a
 * kernel: muonc reads it as values, not as memory (neutrino/kernel.h). */
struct neutrino_items {
    /* The same in all lanes of a warp: NEUTRINO_ITEMS_UNIFORM_BYTES. */
    uint32_t barrier, barrier_warps; /* what vx_bar takes for the group's barrier */
    uint32_t local_offset;           /* of the slot's copy of __local variables */
    uint32_t local_arguments;        /* address of its memory for __shared parameters */
    uint32_t sub_group, sub_groups;  /* this warp's number in the group, and how many there are */
    uint32_t sub_group_size;         /* this warp's work-items */
    uint32_t dimensions;
    uint32_t local_size[3];          /* of this group */
    uint32_t enqueued_local_size[3]; /* of all but the last */
    uint32_t group_id[3], groups[3];
    uint32_t global_size[3], global_offset[3];
    uint32_t exchange; /* address of a word for each work-item, if the cluster has less lanes */
    /* Each lane's own. */
    uint32_t local_id[3], global_id[3];
    uint32_t local_linear_id;
};

/* ELF notes, name "Muon", in section .note.muon of every object and program that muonc makes. */
enum {
    MUON_NOTE_SHAPE = 1,  /* struct muon_note_shape */
    MUON_NOTE_ABI = 2,    /* uint64_t: ABI hash of the nbin it was compiled against */
    MUON_NOTE_HALF = 3,   /* uint32_t, in objects: _Float16 is 0 IEEE half precision, 1 bfloat16 */
    MUON_NOTE_KERNEL = 4, /* JSON: a kernel's signature, see object/signature.h */
};
struct muon_note_shape {
    uint32_t cores, warps, lanes; /* of the machine the code was compiled for */
    uint32_t stack_bytes;         /* of a lane; 0: the program lays out its own stacks */
};
#endif

#endif
