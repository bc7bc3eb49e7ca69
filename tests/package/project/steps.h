#define WIDTH 2
