/* A computed goto stays one where lanes stay together, and is a switch on the number of its label
 * where they do not: by its own target, or since the function's lanes go other ways.
 * RUN: sh compile.sh -O1 %s -o %t.bc && irc -Rnu-divergent --emit=llvm -o %t.ll %t.bc && grep -oE '^define.*@[a-z]+|indirectbr|icmp .* %[a-z.]*label.*, [0-9]+$|blockaddress|@[a-z]+\.labels = .*\]' %t.ll
 * RUN: irc --emit=object -o %t.o %t.bc
 * RUN: irc -mdivergence=ignore --emit=llvm %t.bc | grep -c indirectbr
 */
extern int effect(int), which;

static __attribute__((noinline)) int together(int lane) {
    static const void *const labels[] = {&&first, &&second, &&done};
    int i = 0, n = which;
    goto *labels[n];
first:
    effect(i++);
    goto *labels[n + 1];
second:
    effect(i += lane);
done:
    return i;
}
static __attribute__((noinline)) int lanes(int lane) {
    static const void *const labels[] = {&&first, &&second, &&done};
    int i = 0, n = which;
    while (lane > i) {
        if (effect(i) == 3)
            goto done;
        goto *labels[n];
    first:
        effect(i++);
        goto *labels[n + 1];
    second:
        effect(i += lane);
    }
done:
    return i;
}
/* Label addresses may be kept as distances, and two labels may be one place. */
static __attribute__((noinline)) int bylane(int lane) {
    static const short distances[] = {&&first - &&first, &&second - &&first, &&third - &&first};
    goto *(&&first + distances[lane % 3]);
first:
    effect(1);
second:
third:
    return effect(2);
}
int start(void) {
    int lane;
    __asm__("csrr %0, tid" : "=r"(lane));
    return together(lane) + lanes(lane) + bylane(lane);
}
