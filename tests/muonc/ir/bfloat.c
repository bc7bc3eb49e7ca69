/* RUN: muonc -O2 -S %s -o - | sed -n '/^[a-z_]*:/p;/^	[a-z]/p' | grep -v '^	ret' */
/* RUN: ! muonc -O1 -DVARIADIC -c %s -o %t.o */
/* __bf16 is an instruction for each operation, and nothing around it. */
#include <stdarg.h>

typedef __bf16 bfloat2 __attribute__((ext_vector_type(2)));

#ifdef VARIADIC
float first(int count, ...) {
    va_list arguments;
    va_start(arguments, count);
    float value = (float)va_arg(arguments, __bf16);
    va_end(arguments);
    return value;
}
#else
__bf16 polynomial(__bf16 x, __bf16 a, __bf16 b, __bf16 c) {
    return (a * x + b) * x - c;
}
__bf16 dot(const __bf16 *x, const __bf16 *y) {
    return x[0] * y[0] + x[1] * y[1];
}
__bf16 negated(__bf16 a, __bf16 b, __bf16 c) {
    return -a * b - c;
}
__bf16 logistic(__bf16 x) {
    return 1 / (1 + __builtin_elementwise_exp(-x));
}
__bf16 relu(__bf16 x) {
    return x < 0 ? 0 : x;
}
bfloat2 scale(bfloat2 x, __bf16 by) {
    return x * by;
}
int whole(__bf16 x) {
    return x;
}
__bf16 elsewhere(__bf16 x, int count, ...);
__bf16 caller(__bf16 x) {
    return elsewhere(x, 1, x) + x;
}
#endif
