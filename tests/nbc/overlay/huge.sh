#!/bin/sh
# Programs that are larger than any: what becomes of each, in a line.
#
#   huge.sh NAME      prints the program
case $1 in
lines)
    echo 'unsigned X[16]; overlay o { command(0, a, {inout unsigned A[], int k}); }'
    seq 1 50000 | sed 's/.*/T&(i) = enqueue(o, 0, X, i);\nT&.realize({2});/'
    ;;
names)
    name=$(head -c 10000 /dev/zero | tr '\0' n)
    echo "unsigned $name[16]; overlay o { command(0, a, {inout unsigned A[], int k}); }"
    echo "T$name(i$name) = enqueue(o, 0, $name, i$name); T$name.realize({4});"
    ;;
loops)
    echo 'unsigned X[16]; overlay o { command(0, a, {inout unsigned A[], int k}); }'
    seq 1 1000 | sed 's/.*/for (i& = 0; i& < 2; i&++)/'
    echo 'T(i1) = enqueue(o, 0, X, 1);'
    ;;
parentheses)
    echo 'int x ='
    seq 1 100000 | sed 's/.*/(/'
    ;;
sum)
    echo 'int x = 1'
    seq 1 100000 | sed 's/.*/+ 1/'
    echo ';'
    ;;
extents) echo 'unsigned X[4294967296][4294967296][4294967296];' ;;
arguments)
    echo 'unsigned X[16]; overlay o { command(0, a, {inout unsigned A[], int k'
    seq 1 2000 | sed 's/.*/, int k&/'
    echo '}); } T(i) = enqueue(o, 0, X, i'
    seq 1 2000 | sed 's/.*/, &/'
    echo '); T.realize({4});'
    ;;
parents)
    echo 'unsigned X[16]; overlay o { command(0, a, {inout unsigned A[], int k}); }'
    echo 'T(i) = enqueue(o, 0, X, i);'
    seq 1 2000 | sed 's/.*/T.depend(T, i - &);/'
    echo 'T.realize({4});'
    ;;
far) echo 'unsigned X[16]; overlay o { command(0, a, {inout unsigned A[], int k}); }
for (i = 9223372036854775800; i <= N; i++) T(i) = enqueue(o, 0, X, 1);
T.depend(T, i - 9223372036854775807);
T.realize(N = 9223372036854775807);' ;;
esac
