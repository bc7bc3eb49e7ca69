#!/bin/sh
# columns.sh PROGRAM: where its first report points.
musim "$1" 2>&1 | sed -n -e '/error:/,/^ *^/p' | sed 's/: completes.*//'
