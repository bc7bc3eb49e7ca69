#!/bin/sh
# manual.sh SOURCE_DIRECTORY: whatever a kernel may call of the runtime's headers stands in libtask(3). What a
# macro declares by a name of the user's stands there as name_….
cd "$1" || exit 1
missing=0
for header in group.h job.h job.hpp pipe.h mutex.h fifo.h stack.h smem.h heap.h check.h host.h overlay.h view.h; do
    file=include/neutrino/$header
    macros=$(sed -n 's/^#define \([A-Za-z_]*\)(.*/\1/p' $file | grep -v '^NEUTRINO_\|^TK_STATUS$')
    declared=$(grep NEUTRINO_INLINE_ $file | grep -o 'name##_[a-z_]*[a-z](' | sed 's/##//; s/($//')
    functions=$(sed -n 's/^\(static inline \|enum \|const \|struct \)*[a-z_0-9]* \*\?\([a-z_]*[a-z]\)(.*[;{,]$/\2/p' $file)
    for name in $macros $declared $functions; do
        case $name in name_*mutex_*) continue ;; esac # a stack's own
        case $name in neutrino_smem_*) continue ;; esac # behind the macros
        grep -q "^\.\(Fn\|Li\) $name\>" man/libtask.3 && continue
        echo "man/libtask.3 does not tell of $name ($file)"
        missing=1
    done
    [ "$macros$functions" ] || [ $header = job.hpp ] || { echo "$file: nothing found" && missing=1; }
done
exit $missing
