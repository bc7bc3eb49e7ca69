/* RUN: muonc -O2 -Wall -Werror --emit=asm %s -o - | awk '/\tlhu\t/ { loads++ } /\tfmadd.h/ { adds++ } END { exit !adds || loads != 2 * adds }' */
FRAGMENT
