/* The kernels of pyramid.overlay. */
#include "sample.h"

unsigned char Level0[48][64], Level1[24][32], Level2[12][16], Level3[6][8];

static int mean(int a, int b) {
    return (a + b + 1) / 2;
}

/* Each pixel with the one left of it, from the right; the tile's first column has none. */
void smooth0(view2_uchar A) {
    for (int y = 0; y < A.extent[0]; y++)
        for (int x = A.extent[1] - 1; x > 0; x--)
            AT2(A, y, x) = (unsigned char)mean(AT2(A, y, x), AT2(A, y, x - 1));
}

/* Pixel (y, x) of B is made of four of A, those at (2y - 1, 2x - 1) and right of and below it, as
 * far as they are there. A's view begins before that of B, doubled, or with it at the image's edge.
 */
static void halve(const_view2_uchar A, view2_uchar B) {
    for (int y = 0; y < B.extent[0]; y++)
        for (int x = 0; x < B.extent[1]; x++) {
            int sum = 0, count = 0;
            for (int k = 0; k < 4; k++) {
                int from_y = 2 * (B.min[0] + y) - 1 + k / 2,
                    from_x = 2 * (B.min[1] + x) - 1 + k % 2;
                if (from_y < 0 || from_x < 0)
                    continue;
                sum += AT2(A, from_y - A.min[0], from_x - A.min[1]);
                count++;
            }
            AT2(B, y, x) = (unsigned char)(sum / count);
        }
}

/* The four pixels of the tile itself. */
void halve1(const_view2_uchar A, view2_uchar B) {
    for (int y = 0; y < B.extent[0]; y++)
        for (int x = 0; x < B.extent[1]; x++)
            AT2(B, y, x) =
                (unsigned char)mean(mean(AT2(A, 2 * y, 2 * x), AT2(A, 2 * y, 2 * x + 1)),
                                    mean(AT2(A, 2 * y + 1, 2 * x), AT2(A, 2 * y + 1, 2 * x + 1)));
}

void halve2(const_view2_uchar A, view2_uchar B) {
    halve(A, B);
}

void halve3(const_view2_uchar A, view2_uchar B) {
    halve(A, B);
}

static unsigned char pixel(int y, int x) {
    return (unsigned char)(y * 5 ^ x * 3 ^ (y * x >> 3));
}

/* One level after the other, as whole images. */
static int check(void) {
    static unsigned char want[48][64], one[24][32], two[12][16], three[6][8];
    int wrong = 0;
    for (int y = 0; y < 48; y++)
        for (int x = 63; x >= 0; x--)
            want[y][x] = (unsigned char)(x % 16 ? mean(pixel(y, x), pixel(y, x - 1)) : pixel(y, x));
    halve1((const_view2_uchar){&want[0][0], {0, 0}, {48, 64}, {64, 1}},
           (view2_uchar){&one[0][0], {0, 0}, {24, 32}, {32, 1}});
    halve((const_view2_uchar){&one[0][0], {0, 0}, {24, 32}, {32, 1}},
          (view2_uchar){&two[0][0], {0, 0}, {12, 16}, {16, 1}});
    halve((const_view2_uchar){&two[0][0], {0, 0}, {12, 16}, {16, 1}},
          (view2_uchar){&three[0][0], {0, 0}, {6, 8}, {8, 1}});
    for (int i = 0; i < 12 * 16; i++)
        wrong += Level2[i / 16][i % 16] != two[i / 16][i % 16];
    for (int i = 0; i < 6 * 8; i++)
        wrong += Level3[i / 8][i % 8] != three[i / 8][i % 8];
    printf("pyramid: %d of %d pixels are wrong\n", wrong, 12 * 16 + 6 * 8);
    return wrong != 0;
}

int pyramid_run(void);

int main(void) {
    for (int y = 0; FIRST && y < 48; y++)
        for (int x = 0; x < 64; x++)
            Level0[y][x] = pixel(y, x);
    int failed = pyramid_run();
    return failed || (FIRST && check());
}
