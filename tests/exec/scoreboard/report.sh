#!/bin/sh
# report.sh PROGRAM [MUSIM-OPTIONS…]: runs the program and prints its report without code addresses,
# which move with the compiler and the runtime.
report=$(musim "$@" 2>&1)
status=$?
echo "$report" | sed -e 's/pc 0x[0-9a-f]*/pc …/' -e 's/\(in [^+]*\)+0x[0-9a-f]*/\1+…/'
exit $status
