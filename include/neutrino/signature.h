/* What a launcher knows of a kernel: a function with __kernel (neutrino/kernel.h), as the program's
 * file describes it. For hosts. */
#ifndef NEUTRINO_SIGNATURE_H
#define NEUTRINO_SIGNATURE_H

#include <stddef.h>
#include <stdint.h>

enum neutrino_parameter_kind {
    NEUTRINO_POINTER, /* to global memory */
    NEUTRINO_LOCAL,   /* to group memory: the argument is a number of bytes */
    NEUTRINO_BOOL,
    NEUTRINO_INT,
    NEUTRINO_UINT,
    NEUTRINO_FLOAT,
    NEUTRINO_STRUCT, /* of numbers */
};

enum neutrino_access { NEUTRINO_READ, NEUTRINO_READ_WRITE };

struct neutrino_parameter {
    char *name; /* may be empty */
    char *type; /* as the source has it */
    enum neutrino_parameter_kind kind;
    enum neutrino_access access; /* of POINTER: to what it points to */
    uint32_t bytes, offset;      /* of the argument in the block of arguments */
};

struct neutrino_kernel {
    char *name;  /* by which it is launched; in C++ with its namespaces */
    char *entry; /* the symbol of the function that does a launch */
    struct neutrino_parameter *parameters;
    size_t parameter_count;
    uint32_t argument_bytes; /* of the block: a struct of them in ILP32, little-endian */
    uint32_t local_bytes;    /* of group memory that every work-group has, without LOCAL's */
    uint32_t local_size[3];  /* that work-groups must have; zeros: any */
};

#endif
