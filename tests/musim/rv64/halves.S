/* tohost stored as two words, the upper one last, as 32-bit programs do. */
#include "test.h"
TEST_BEGIN
    li a0, 2 * 5 + 1
    sw a0, tohost, t0
    sw zero, tohost + 4, t0
1:  j 1b
TEST_END
