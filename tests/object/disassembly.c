/* The program of disassembly.test. */
#include "words.h"

long long table[2] = {0x00000000c0b01433, 0};

CODE int start(void) {
    WORD("0x0000000000041413"); /* slti a0, zero, 0 */
    WORD("0x0000cc0000041473"); /* csrr a0, tid */
    WORD("0x0fd00000b0a2005b"); /* vx_bar a0, a1 */
    WORD("0x0000010000b41483"); /* lw.shared a0, 16(a1) */
    WORD("0x0000018000a20063"); /* bnez a0, leave */
    WORD("0x0000010000000000"); /* illegal */
    WORD("0x0000010000000267"); /* jalr 16(zero) */
}

CODE int leave(void) {
    WORD("0x0ffffc8ff000006f");  /* j start */
    WORD("0x01c0e0dcff0014fb");  /* opext 1 makes it no nu.invokei: illegal */
    WORD("0x0000002000a00073");  /* tohost a0 */
    WORD("0x01c0e0d0cff0147b");  /* nu.invokei a0, 255, … */
    __asm__ volatile(".word 1"); /* half a word */
}
