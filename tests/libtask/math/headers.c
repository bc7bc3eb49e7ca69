/* RUN: muonc -Wall -Wextra -mcores=1 -mwarps=1 -mlanes=2 %s -o %t.elf && musim %t.elf */
/* RUN: muonc -O0 -mcores=1 -mwarps=1 -mlanes=2 %s -o %t.elf && musim %t.elf */
/* RUN: muonc -Wall -Wextra -x c++ -mcores=1 -mwarps=1 -mlanes=2 %s -o %t.elf && musim %t.elf */
/* The standard headers in a kernel, in C and in C++, each included twice. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
    volatile float x = 2.0f + (float)muon_lane_id();
    volatile double y = x;
    volatile int negative = -7 - (int)muon_lane_id();
    char text[8];
    memset(text, 0, sizeof text);
    memcpy(text, "abc", 3);
    printf("%.6f %.6f %.6f\n", sinf(x), powf(x, 0.5f), sqrtf(x));
    printf("%.17g %d %d\n", y / 3 - 1e300 * y, y < 3, (int)(y * 1e6));
    printf("%d %ld %lld %d\n", abs(negative), labs(negative), llabs(negative), (int)strlen(text));
    printf("%d %d %d %d\n", isnan(x), isinf(x * INFINITY), isfinite(x), signbit(-x) != 0);
    return EXIT_SUCCESS;
}
