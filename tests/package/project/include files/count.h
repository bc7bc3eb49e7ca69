#define COUNT 10
