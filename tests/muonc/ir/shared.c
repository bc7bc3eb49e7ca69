/* Accesses of every type to address space 1.
 * RUN: sh compile.sh -g0 -O2 %s -o %t.bc && irc %t.bc | sed -n "s,^\([a-z].*:\).*,\1,p;/^\t[a-z]/p;/section.*shared/p"
 */
#define __shared __attribute__((address_space(1)))
typedef float float4 __attribute__((vector_size(16)));
struct mixed { char c; short s; long long l; float f; };
struct __attribute__((packed)) packed { char c; int i; };

__shared int ints[32];
static __shared signed char chars[32];
__shared short shorts[32];
extern __shared unsigned char elsewhere[];
__attribute__((used)) static __shared long kept; /* LLVM's list of these has it as a pointer to global memory */
extern __shared struct mixed mixed;
__shared int *__shared pointers[4];

int folded(void) { return ints[5]; }
int indexed(int i) { return ints[i + 3]; }
int sign_extended(int i) { return chars[i]; }
int zero_extended(int i) { return elsewhere[i] + ((__shared unsigned short *)shorts)[i]; }
char both(__shared char *p) { return *p; }
long long wide(__shared long long *p) { return *p; }
void wide_store(__shared double *p, double d) { *p = d; }
float4 vector(__shared float4 *p) { return *p; }
void vector_store(__shared float4 *p, float4 v) { *p = v; }
int unaligned(__shared struct packed *p) { return p->i; }
void unaligned_store(__shared struct packed *p, int i) { p->i = i; }
_Bool boolean(__shared _Bool *p) { return *p; }
void boolean_store(__shared _Bool *p, int i) { *p = i; }
int through_pointer(int i) { return *pointers[i]; }
void pointer_store(__shared int *p) { pointers[1] = p; }
void is_volatile(volatile __shared int *p) { *p; *p; }
void dead(__shared int *p) { (void)*p; }
struct mixed aggregate(void) { return mixed; }
void copy(__shared int *to, const int *from) { __builtin_memcpy(to, from, 12); }
void fill(__shared short *to, int value) { __builtin_memset(to, value, 6); }
static __attribute__((noinline)) void long_copy(int *to, __shared int *from, int n) {
    __builtin_memcpy(to, from, n);
}
int main(void) {
    long_copy((int *)0x20000000, ints, 128);
    for (int i = 0; i < 31; i++) chars[i] = chars[i + 1];
    return 0;
}
void swap(__shared int *a, __shared int *b) { int t = *a; *a = *b; *b = t; }
void swap_with_global(__shared int *a, int *b) { int t = *a; *a = *b; *b = t; }
