// Tasks in C++: their mangled names, and types that C can say too.
//
// RUN: nbc %s --emit=header | sed -n '/ABI_HASH/,$p'
// RUN: nbc %s --emit=boilerplate | sed -n '/^void/p'
// RUN: nbc %s -o %t.nbin && g++ -std=c++17 -Wall -Wextra -fsyntax-only -x c++ %t.h && gcc -std=c11 -Wall -Wextra -fsyntax-only -x c %t.h
// RUN: nbc %s -DERRORS -o %t.nbin
// RUN: nbc %s -DOVERLOADED -o %t.nbin
#include <neutrino/task.h>

struct vec {
    float x, y;
    float sum() const { return x + y; }
};
enum class kind : unsigned char { one, two };
namespace deep {
struct inner {
    int a;
};
} // namespace deep

#if defined OVERLOADED
void overload_task(int a) {
}
void overload_task(float a) {
}
#elif !defined ERRORS
static int constructed = 0;
struct counter {
    counter() { constructed++; }
} instance;

void plain_task(vec v, kind k, bool b, deep::inner *p) {
}
extern "C" void c_task(vec *v, int n) {
}
#else
struct base {
    int a;
};
struct derived : base {
    derived() : b(1) {}
    int b;
};
template <typename T> struct box {
    T value;
};
void derived_task(derived d) {
}
void reference_task(int &r) {
}
void namespace_task(deep::inner i) {
}
void template_task(box<int> b) {
}
void member_task(int vec::*m) {
}
#endif
