/* The ids of the runtime's own tasks: <name>_id. */
#ifndef LIBTASK_NEUTRINO_LIBRARY_IDS_H
#define LIBTASK_NEUTRINO_LIBRARY_IDS_H

enum library_id {
#define LIBRARY_TASK(name, id, file, parameters) name##_id = (id),
#include "neutrino/library_tasks.def"
#undef LIBRARY_TASK
};

#endif
