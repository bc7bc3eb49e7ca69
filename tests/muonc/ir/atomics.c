/* Loads and stores that are atomic, what is the library's, and what there is not.
 * RUN: sh compile.sh -Wno-atomic-alignment -g0 -O2 -Xclang -target-feature -Xclang +a %s -o %t.bc && irc %t.bc | sed -n "s,^\([a-z].*:\).*,\1,p;/^\t[a-z]/p"
 * RUN: sh compile.sh -Wno-atomic-alignment -Wno-address-of-packed-member -DWRONG -g -O1 -Xclang -target-feature -Xclang +a %s -o %t.bc && irc %t.bc
 */
#define __shared __attribute__((address_space(1)))

int relaxed(int *p) { return __atomic_load_n(p, __ATOMIC_RELAXED); }
short acquire(__shared short *p) { return __atomic_load_n(p, __ATOMIC_ACQUIRE); }
void release(char *p, char c) { __atomic_store_n(p, c, __ATOMIC_RELEASE); }
void strong(__shared int *p) { __atomic_store_n(p, 5, __ATOMIC_SEQ_CST); }
_Atomic int word;
void assign(void) { word = 3; }
_Bool large_is_lock_free(void *p) { return __atomic_is_lock_free(8, p); }
int add(int *p) { return __atomic_fetch_add(p, 1, __ATOMIC_RELAXED); }
signed char add_shared(__shared signed char *p) { return __atomic_fetch_max(p, 1, __ATOMIC_SEQ_CST); }
_Bool exchange(float *p, float q, float r) { return __c11_atomic_compare_exchange_weak((_Atomic(float) *)p, &q, r, 0, 0); }
int *swap(int **p, int *q) { return __atomic_exchange_n(p, q, __ATOMIC_SEQ_CST); }
float sum(_Atomic(float) *p) { return __c11_atomic_fetch_add(p, 1.0f, 0); }
#ifdef WRONG
long long wide(long long *p) { return __atomic_load_n(p, __ATOMIC_RELAXED); }
_Atomic long long object;
void library(void) { object = 3; }
_Atomic long long counter;
void increment(void) { counter++; }
__bf16 narrow(_Atomic(__bf16) *p) { return __c11_atomic_fetch_add(p, (__bf16)1, 0); }
struct __attribute__((packed)) packed { char c; int i; };
int unaligned(struct packed *p) { return __atomic_load_n(&p->i, __ATOMIC_RELAXED); }
#endif
