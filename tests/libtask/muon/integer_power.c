/* __builtin_powi, which clang calls, with another exponent in each lane. The result counts what is
 * wrong.
 *
 * RUN: for o in -O0 -O2 -Oz; do muonc $o -mcores=1 -mwarps=1 %s -o %t.elf && musim --check %t.elf; done
 */
#include <neutrino/muon.h>

int main(void) {
    int exponent = (int)muon_lane_id() * 3 - 20;
    volatile float half = 0.5f;
    volatile double minus_two = -2;
    float product = 1;
    for (int i = 0; i < 80; i++)
        product *= i < -exponent ? 2 : i < exponent ? 0.5f : 1;
    double wide = __builtin_powi(minus_two, exponent), sign = exponent & 1 ? -1 : 1;
    return (__builtin_powif(half, exponent) != product) + (wide * sign * (double)product != 1);
}
