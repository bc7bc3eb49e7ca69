/* The Neutrino binary as an object for lld, so that it is linked like any data:
 *   .neutrino      header of neutrino/platform.h and flat image, with the symbol __neutrino_image
 *   .neutrino.map  the task table, not loaded
 *   .neutrino.lines, .neutrino.lines.files
 *                  source lines (object/line_table.h), not loaded, if the tasks have some */
#ifndef MUONC_LINK_NEUTRINO_IMAGE_H
#define MUONC_LINK_NEUTRINO_IMAGE_H

#include "object/nbin.h"

/* The object file's bytes, which the caller frees. */
char *neutrino_image_object(const struct nbin *nbin, size_t *size);

#endif
