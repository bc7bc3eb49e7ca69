/* From objects of kernels for the CPU to a shared library that libtask loads. */
#ifndef MUONC_LINK_HOST_LIBRARY_H
#define MUONC_LINK_HOST_LIBRARY_H

#include "muonc/link/link.h"

bool link_host_library(const struct link_request *request, struct diag_engine *diag);

#endif
