/* What muonc and the runtime know by the same numbers: how memory is changed in one step by a call
 * of
 * __neutrino_atomic(address, value, expected, how), or __neutrino_atomic_shared, which return what
 * was there before. Values of less than a word are in its low bits, with zeros above. */
#ifndef NEUTRINO_ATOMIC_OPERATIONS_H
#define NEUTRINO_ATOMIC_OPERATIONS_H

/* X(id, name in LLVM, type, what is stored), of `old` and `value`, which have the type. `shift` is
 * how far they are from the upper end of a word: signs are compared there. */
#define NEUTRINO_ATOMIC_OPERATIONS(X)                                                              \
    X(ADD, Add, uint32_t, old + value)                                                             \
    X(EXCHANGE, Xchg, uint32_t, value)                                                             \
    X(SUB, Sub, uint32_t, old - value)                                                             \
    X(AND, And, uint32_t, old &value)                                                              \
    X(OR, Or, uint32_t, old | value)                                                               \
    X(XOR, Xor, uint32_t, old ^ value)                                                             \
    X(NAND, Nand, uint32_t, ~(old & value))                                                        \
    X(UMAX, UMax, uint32_t, old > value ? old : value)                                             \
    X(UMIN, UMin, uint32_t, old < value ? old : value)                                             \
    X(MAX, Max, uint32_t, (int32_t)(old << shift) > (int32_t)(value << shift) ? old : value)       \
    X(MIN, Min, uint32_t, (int32_t)(old << shift) < (int32_t)(value << shift) ? old : value)       \
    X(FADD, FAdd, float, old + value)                                                              \
    X(FSUB, FSub, float, old - value)                                                              \
    X(FMAX, FMax, float, __builtin_fmaxf(old, value))                                              \
    X(FMIN, FMin, float, __builtin_fminf(old, value))

enum neutrino_atomic {
#define NEUTRINO_ATOMIC_ID(id, ...) NEUTRINO_ATOMIC_##id,
    NEUTRINO_ATOMIC_OPERATIONS(NEUTRINO_ATOMIC_ID)
#undef NEUTRINO_ATOMIC_ID
    /* value is stored if what is there is what is expected. */
    NEUTRINO_ATOMIC_COMPARE_EXCHANGE,
};

/* how: operation and bytes, 1, 2 or 4. */
#define NEUTRINO_ATOMIC_HOW(operation, bytes) ((uint32_t)(operation) << 3 | (uint32_t)(bytes))
#define NEUTRINO_ATOMIC_OPERATION(how) ((how) >> 3)
#define NEUTRINO_ATOMIC_BYTES(how) ((how) & 7)

#endif
