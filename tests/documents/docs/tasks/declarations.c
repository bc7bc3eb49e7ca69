/* RUN: muonc -O1 -Wall -Werror -c %s -o declarations.o */
FRAGMENT
