/* 16-bit floats are not passed to a task; pointers to them are, which C on the host may not know.
 * RUN: nbc -DPOINTERS %s -o %t.nbin --header=%t.h && sed -n '/^typedef.*number_t/p;/^    .*\*[a-z]*;/p' %t.h
 * RUN: nbc %s -o %t.nbin
 */
typedef __bf16 number_t;
#ifdef POINTERS
void pointers_task(__bf16 *a, const number_t *b, _Float16 *c, const _BitInt(7) *d) {}
#else
struct pair {
    int count;
    __bf16 numbers[2];
};
void bfloat_task(__bf16 a) {}
void pair_task(struct pair a) {}
void half_task(_Float16 a) {}
#endif
