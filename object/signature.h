/* Signatures of kernels (neutrino/signature.h) as text: the description of a note MUON_NOTE_KERNEL,
 * one for each kernel.
 *
 * {"name": "blur", "entry": "__muon_kernel_blur", "parameters": [{"name": "in", "type": "const
 * float *", "kind": "pointer", "access": "read", "bytes": 4, "offset": 0}, …], "argument_bytes":
 * 16, "local_bytes": 0, "local_size": [16, 16, 1]}
 *
 * Kinds are pointer, local, bool, int, uint, float and struct; access, of pointers alone, is read
 * or readwrite; local_size is there if the kernel requires one. */
#ifndef OBJECT_SIGNATURE_H
#define OBJECT_SIGNATURE_H

#include "neutrino/signature.h"

#include <stdbool.h>
#include <stddef.h>

/* The text, without a zero's being part of *size; the caller frees it. */
char *signature_write(const struct neutrino_kernel *kernel, size_t *size);

/* From bytes that come from anywhere. Returns false, with the reason in *error, which the caller
 * frees, and nothing allocated, if they do not hold together: what is read can be relied on. */
bool signature_read(const void *bytes, size_t size, struct neutrino_kernel *kernel, char **error);
void signature_free(struct neutrino_kernel *kernel);

/* An argument as messages name it: "argument 2 ('width') of kernel 'blur'". The caller frees it. */
char *signature_argument(const struct neutrino_kernel *kernel, size_t index);

/* Adds a parameter at its place behind those that there are; name and type are copied. alignment: a
 * power of two. */
void signature_add(struct neutrino_kernel *kernel, const struct neutrino_parameter *parameter,
                   uint32_t alignment);

#endif
