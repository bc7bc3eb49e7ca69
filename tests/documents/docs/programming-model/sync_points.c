/* RUN: muonc -O2 -Wall -Werror -c %s -o sync_points.o */
FRAGMENT
