#!/bin/sh
# closed_pipe.sh FIFO COMMAND…: runs the command with its output into a pipe that nobody reads, for
# certain, and prints its exit status.
rm -f "$1"
mkfifo "$1"
exec 3<>"$1" 4>"$1" 3<&-
shift
"$@" >&4
echo $?
