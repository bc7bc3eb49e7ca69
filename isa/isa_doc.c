/* Prints docs/isa.md: the instruction set as a page, from the tables that the tools use. */
#include "isa/table.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static const char *const class_titles[] = {
    [MUON_CLASS_ALU] = "Integer arithmetic",
    [MUON_CLASS_MUL] = "Multiplication",
    [MUON_CLASS_DIV] = "Division",
    [MUON_CLASS_FLOAT] = "binary32 arithmetic",
    [MUON_CLASS_BF16] = "bfloat16 arithmetic",
    [MUON_CLASS_FEXP] = "bfloat16 exponentials",
    [MUON_CLASS_LOAD] = "Loads",
    [MUON_CLASS_STORE] = "Stores",
    [MUON_CLASS_BRANCH] = "Branches",
    [MUON_CLASS_JUMP] = "Jumps",
    [MUON_CLASS_CSR] = "CSR access",
    [MUON_CLASS_SYSTEM] = "Fences and system",
    [MUON_CLASS_SIMT] = "SIMT control",
    [MUON_CLASS_NEUTRINO] = "Neutrino",
};
enum { CLASS_COUNT = sizeof class_titles / sizeof *class_titles };

static const char introduction[] =
    "# The Muon instruction set\n"
    "\n"
    "*Printed by isa-doc from the tables isa/*.def; change those.*\n"
    "\n"
    "Muon runs warps of lanes in lock step. Its instructions are those of RV32IM, Zicsr, Zfinx "
    "and,\n"
    "with the encodings of Zhinx, bfloat16 arithmetic, in words of 64 bits, little-endian, at\n"
    "addresses that are multiples of 8. Integer and floating point values share one file of 128\n"
    "registers in each lane.\n"
    "\n"
    "## Words\n"
    "\n"
    "| bits | field | |\n"
    "|---|---|---|\n"
    "| 63:60 | pred | 0 |\n"
    "| 58:52 | funct7 | |\n"
    "| 51:44 | rs4 | |\n"
    "| 43:36 | rs3 | |\n"
    "| 35:28 | rs2 | high byte of the immediate of I, U, jal |\n"
    "| 59:36 | imm24 | low 24 bits of an immediate |\n"
    "| 27:20 | rs1 | |\n"
    "| 19:17 | funct3 | or the rounding mode |\n"
    "| 16:9 | rd | high byte of the immediate of stores and branches |\n"
    "| 8:7 | opext | |\n"
    "| 6:0 | opcode | |\n"
    "\n"
    "Neutrino instructions divide the same word differently:\n"
    "\n"
    "| bits | field | |\n"
    "|---|---|---|\n"
    "| 63:60 | pred | 0 |\n"
    "| 59:54 | elems − 1 | or seq, as it is |\n"
    "| 53:52 | part | 0 threads `pt`, 1 warps `pw`, 2 cores `pc` |\n"
    "| 51:44, 43:36, 35:28 | dep2, dep1, dep0 | registers |\n"
    "| 27:20 | task | register, or the task id of nu.invokei |\n"
    "| 19:18 | retire | 0 immediate `ri`, 1 hardware signal `rh`, 2 manual `rm` |\n"
    "| 17 | sync | 0 `async`, 1 `sync`: stalls the warp |\n"
    "| 16:9 | rd | |\n"
    "| 8:7 | kind | 3 is reserved |\n"
    "| 6:0 | opcode | |\n"
    "\n"
    "A word is illegal if pred is not 0, if no row below matches it, if a field holds a reserved\n"
    "value (rounding modes 5 and 6, retire or part 3, a shift by 32 or more, a CSR number above\n"
    "0xfff) or a register field that it uses is above 127. Bits that it does not use are ignored.\n"
    "\n"
    "`nu.invoke` and `nu.invokei` are followed by `.ri`, `.rh` or `.rm`, then `.pt`, `.pw` or "
    "`.pc`,\n"
    "then `.async` or `.sync`; `nu.complete` by `.pt`, `.pw` or `.pc`. `vx_bar rs1, rs2` is\n"
    "`nu.invoke.ri.pw.sync zero, rs1, rs2, zero, zero, 64`: rs1 names a barrier, rs2 counts the\n"
    "warps that must arrive.\n"
    "\n";

/* What an instruction calls rs1 to rs4: a word of the format's list, or the field's own name. */
static void print_register(const struct muon_format_row *format, int index) {
    const char *name = format ? format->registers : "";
    for (int i = 0; i < index && *name; i++)
        name += strcspn(name, " ") + (strchr(name, ' ') != NULL);
    if (*name)
        printf("%.*s", (int)strcspn(name, " "), name);
    else
        printf("rs%d", index + 1);
}

static void print_operand(const struct muon_format_row *format, char letter) {
    static const char registers[] = "stuv";
    static const char *const names[UCHAR_MAX + 1] = {
        ['d'] = "rd",   ['T'] = "rs1",    ['i'] = "imm",    ['h'] = "shamt",    ['g'] = "imm",
        ['l'] = "imm",  ['a'] = "symbol", ['b'] = "target", ['m'] = "imm(rs1)", ['c'] = "csr",
        ['z'] = "zimm", ['e'] = "elems",  ['q'] = "seq",    ['k'] = "id",       ['x'] = "scratch",
    };
    const char *found = strchr(registers, letter);
    if (found)
        print_register(format, (int)(found - registers));
    else
        printf("%s", names[(unsigned char)letter]);
}

static void print_operands(const struct muon_format_row *format, const char *operands,
                           size_t count) {
    for (size_t i = 0; i < count; i++) {
        printf("%s", i ? ", " : "");
        print_operand(format, operands[i]);
    }
}

static void print_formats(void) {
    printf("## Formats\n\n| format | operands | fields |\n|---|---|---|\n");
    for (int i = 0; i < MUON_FORMATS; i++) {
        const struct muon_format_row *format = &muon_formats[i];
        printf("| %s | ", format->name);
        print_operands(format, format->operands, strcspn(format->operands, "|"));
        printf(" | %s |\n", format->fields);
    }
    putchar('\n');
}

/* Every way to write it on its own. */
static void print_alternatives(const char *operands) {
    size_t count = strcspn(operands, "|");
    print_operands(NULL, operands, count);
    if (operands[count]) {
        printf("; ");
        print_alternatives(operands + count + 1);
    }
}

static void print_aliases(void) {
    printf("## Aliases\n\n"
           "Other ways to write instructions. Those that are printed stand for the instruction "
           "whose\nremaining operands are 0, or what is said.\n\n"
           "| alias | operands | instruction | printed |\n|---|---|---|---|\n");
    for (size_t i = 0; i < muon_alias_count; i++) {
        const struct muon_alias *alias = &muon_aliases[i];
        printf("| `%s` | ", alias->mnemonic);
        print_alternatives(alias->operands);
        printf(" | `%s`", muon_op_info(alias->rest.op)->mnemonic);
        if (alias->rest.rd)
            printf(", rd = %s", muon_register_name(alias->rest.rd));
        if (alias->rest.rs1)
            printf(", rs1 = %s", muon_register_name(alias->rest.rs1));
        if (alias->rest.imm)
            printf(", imm = %d", alias->rest.imm);
        if (alias->rest.elems)
            printf(", as above");
        printf(" | %s |\n", alias->printed ? "yes" : "");
    }
    putchar('\n');
}

/* Text in a table cell. */
static void print_cell(const char *text) {
    for (; *text; text++)
        printf(*text == '|' ? "\\|" : "%c", *text);
}

static void print_number(int value) {
    if (value == RM)
        printf(" | rm");
    else if (value == ANY)
        printf(" | ");
    else
        printf(" | 0x%02x", (unsigned)value);
}

static void print_class(enum muon_class class) {
    printf("### %s\n\n", class_titles[class]);
    printf("| mnemonic | format | in RV32 | opcode | opext | funct3 | funct7 | fixed | |\n");
    printf("|---|---|---|---|---|---|---|---|---|\n");
    for (const struct muon_row *row = muon_rows + 1; row < muon_rows + MUON_OP_COUNT; row++) {
        if (row->info.class != class)
            continue;
        printf("| `%s` | %s | %s | 0x%02x | %d", row->info.mnemonic,
               muon_formats[row->info.format].name, row->info.muon_only ? "" : "yes",
               row->opcode & 0x7fu, row->opcode >> 7);
        print_number(row->funct3);
        print_number(row->funct7);
        print_number(row->fixed);
        printf(" | ");
        print_cell(row->info.description);
        printf(" |\n");
    }
    putchar('\n');
}

static void print_registers(void) {
    printf("## Registers\n\n| number | name |\n|---|---|\n");
    for (unsigned first = 0; first < MUON_REGISTERS; first += 8) {
        printf("| x%u–x%u |", first, first + 7);
        for (unsigned i = first; i < first + 8; i++)
            printf(" %s", muon_register_name(i));
        printf(" |\n");
    }
    putchar('\n');
}

static void print_csrs(void) {
    printf("## Control and status registers\n\n"
           "| number | name | access | in a warp | |\n|---|---|---|---|---|\n");
    for (unsigned number = 0; number < 0x1000; number++) {
        const struct muon_csr *csr = muon_csr_info(number);
        if (csr)
            printf("| 0x%03x | `%s` | %s | %s | %s |\n", number, csr->name,
                   csr->writable ? "read, write" : "read",
                   !csr->uniform   ? "one per lane"
                   : csr->constant ? "one constant"
                                   : "one value",
                   csr->description);
    }
}

int main(void) {
    printf("%s", introduction);
    print_formats();
    printf("## Instructions\n\n");
    for (int class = 0; class < CLASS_COUNT; class ++)
        print_class((enum muon_class) class);
    print_aliases();
    print_registers();
    print_csrs();
    return 0;
}
