/* What C++ has that cannot be a kernel.
 * RUN: muonc -c %s -o %t.o
 */
#include <neutrino/kernel.h>

template <class T> __kernel void fill(T *data) {
    *data = T();
}
template <> __kernel void fill<float>(float *data) {
    *data = 1;
}
struct image {
    __kernel static void clear(int *data) {
        *data = 0;
    }
    __kernel void blur(int *data);
};
void image::blur(int *data) {
    *data = 0;
}
template <class T> struct list {
    __kernel static void sort(T *data) {
        *data = 0;
    }
};
namespace {
__kernel void hidden(int *data) {
    *data = 0;
}
} // namespace
__kernel constexpr void constant(int *) {
}

/* Overloads: of a kernel, of a function, of a template, declared or defined. */
__kernel void twice(int *data) {
    *data = 0;
}
__kernel void twice(float *data) {
    *data = 0;
}
void once(int *data);
namespace a {
__kernel void once(int *data) {
    *data = 0;
}
} // namespace a
namespace a {
void once(char *data);
void once(char *data) {
    *data = 0;
}
} // namespace a
namespace b {
__kernel void once(int *data) {
    *data = 0;
}
template <class T> void once(T data);
} // namespace b

struct base {
    int x;
};
struct derived : base {
    int y;
};
class closed {
    int x;

  public:
    int y;
};
struct made {
    made();
    int x;
};
struct virtual_one {
    virtual void f();
};
using member = int base::*;
__kernel void parameters(int &a, int &&b, derived c, closed d, made e, virtual_one f, member g,
                         decltype(nullptr) h, wchar_t i, int (&j)[4]) {
    (void)a, (void)b, (void)c, (void)d, (void)e, (void)f, (void)g, (void)h, (void)i, (void)j;
}
