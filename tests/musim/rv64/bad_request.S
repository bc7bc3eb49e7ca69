#include "test.h"
TEST_BEGIN
    li a0, 0x2000
    sd a0, tohost, t0
TEST_END
