/* Compiled by stock clang, a word of Muon code is a .quad. */
#define WORD(hex) __asm__ volatile(".quad " hex)
#define CODE __attribute__((naked, used))
