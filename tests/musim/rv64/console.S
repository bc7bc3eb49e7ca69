/* What a program can say: characters one by one, then a text by a write request. */
#include "test.h"
TEST_BEGIN
    li a0, 'h' | 0x0101000000000000
    sd a0, tohost, t0
    ld a1, tohost
    bnez a1, fail
    li a0, 'i' | 0x0101000000000000
    sd a0, tohost, t0
    CASE(2)
    la a0, request
    la a1, text
    sd a1, 16(a0)
    sd a0, tohost, t0
    ld a1, fromhost
    EXPECT(a1, 1)
    ld a1, 0(a0)
    EXPECT(a1, 7)
TEST_END

    .data
    .balign 8
request:
    .dword 64, 1, 0, 7, 0, 0, 0, 0
text:
    .ascii ", core\n"
