/* RUN: ./schedules.sh wave
 * RUN: nbc --emit=ir:schedule wave.overlay wave.c */
#include "check.h"

#define ROW(k) {k, k + 1, k + 2, k + 3, k + 4, k + 5, k + 6, k + 7}
unsigned M[6][8] = {ROW(3), ROW(5), ROW(7), ROW(11), ROW(13), ROW(17)};
unsigned V[3][4][5];

int left(view2_uint A, int k) {
    for (int x = 0; x < A.extent[0]; x++)
        for (int y = 0; y < A.extent[1]; y++)
            AT2(A, x, y) = MIX(AT2(A, x, y), (unsigned)(k + A.min[0] - 2 * A.min[1]));
    return 0;
}

void right(const_view2_uint A, view2_uint B) {
    AT2(B, 0, 0) = TURN(AT2(B, 0, 0), AT2(A, 0, 0));
}

static void each(view3_uint A, long where, int turn) {
    for (int z = 0; z < A.extent[2]; z++)
        AT3(A, 0, 0, z) = turn ? TURN(AT3(A, 0, 0, z), (unsigned)(where + A.min[2]))
                               : MIX(AT3(A, 0, 0, z), (unsigned)(where + A.min[1]));
}

void deep(view3_uint A, long where) {
    each(A, where, 0);
}

void deeper(view3_uint A, long where) {
    each(A, where, 1);
}

static void check(void) {
    static unsigned m[6][8] = {ROW(3), ROW(5), ROW(7), ROW(11), ROW(13), ROW(17)};
    static unsigned v[3][4][5];
    for (int i = 1; i <= 5; i++)
        for (int j = 1; j < 8; j++) {
            left((view2_uint){&m[i - 1][j - 1], {i - 1, j - 1}, {2, 2}, {8, 1}}, i * j);
            m[i - 1][j - 1] = TURN(m[i - 1][j - 1], m[i][j]);
        }
    for (int a = 0; a < 3; a++)
        for (int b = 1; b < 4; b++)
            for (int c = 0; c < 5; c++) {
                for (int z = 0; z <= c; z++)
                    v[a][b][z] = MIX(v[a][b][z], (unsigned)(100 * a + 10 * b + c + b));
                for (int z = c; z < 5; z++)
                    v[a][b][z] = TURN(v[a][b][z], (unsigned)(a - b + c + c));
            }
    COMPARE(M, m);
    COMPARE(V, v);
}

MAIN(wave_run, check)
