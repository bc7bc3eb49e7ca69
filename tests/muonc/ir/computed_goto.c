/* Computed gotos are possible where lanes stay together.
 * RUN: sh compile.sh -O1 %s -o %t.bc && irc --emit=object -o %t.o %t.bc
 * RUN: sh compile.sh -O1 -DWRONG %s -o %t.bc && irc %t.bc
 */
extern int effect(int), which;

static __attribute__((noinline)) int states(int lane) {
    static const void *const labels[] = {&&first, &&second, &&done};
    int i = 0, n = which;
#ifdef WRONG
    while (lane > i) {
        if (effect(i) == 3)
            goto done;
#endif
        goto *labels[n];
    first:
        effect(i++);
        goto *labels[n + 1];
    second:
        effect(i += lane);
#ifdef WRONG
    }
#endif
done:
    return i;
}
int start(void) {
    int lane;
    __asm__("csrr %0, tid" : "=r"(lane));
    return states(lane);
}
