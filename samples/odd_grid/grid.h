/* What the kernel and the host agree on. */
#ifndef GRID_H
#define GRID_H

enum { MOST_CELLS = 4096 };

#endif
