/* The kernels of the programs beside this. */
#include <neutrino/view.h>

typedef float real;
enum color { RED };
struct point {
    int x, y;
};

float X[16], Y[16];
double D[4][4];
static float hidden[16];
float other[8];
const int table[4] = {1, 2, 3, 4};
int given = 5;
struct point points[4];

void copy(const float *from, float *to, int n);
void view(const_view1_float from, view1_float to) {
}
int fails(float *to) {
    return hidden[0] > to[0];
}
void wants_const(float *from, const float *to) {
}
void scalar(unsigned char small, double number, long wide, enum color color) {
}
double wrong_result(float *to) {
    return 0;
}
static void internal(float *to) {
}
void many(float *to, ...) {
}
void by_struct(struct point p) {
    internal(0);
}
void two(view2_double A) {
}
void pointer(double *A) {
}
typedef struct point place;
