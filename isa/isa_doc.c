/* Prints docs/isa.md: the instruction set as a page, from the tables that the tools use. */
#include "isa/table.h"

#include <stdio.h>

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

static const struct {
    const char *name, *operands, *fields;
} formats[] = {
    [MUON_FORMAT_R] = {"R", "rd, rs1, rs2", "rd, rs1, rs2"},
    [MUON_FORMAT_R1] = {"R1", "rd, rs1", "rd, rs1; the rs2 field is fixed"},
    [MUON_FORMAT_R4] = {"R4", "rd, rs1, rs2, rs3",
                        "rd, rs1, rs2, rs3; the low two bits of funct7 are the number format"},
    [MUON_FORMAT_I] = {"I", "rd, rs1, imm", "rd, rs1; imm = rs2 field : imm24"},
    [MUON_FORMAT_SHIFT] = {"shift", "rd, rs1, shamt", "rd, rs1; shamt = bits 41:36, 0 to 31"},
    [MUON_FORMAT_LOAD] = {"load", "rd, imm(rs1)", "as I"},
    [MUON_FORMAT_STORE] = {"store", "rs2, imm(rs1)", "rs1, rs2; imm = rd field : imm24"},
    [MUON_FORMAT_BRANCH] = {"branch", "rs1, rs2, target", "as store; target = pc + imm"},
    [MUON_FORMAT_U] = {"U", "rd, imm", "rd; imm = rs2 field : imm24"},
    [MUON_FORMAT_JAL] = {"jal", "rd, target", "as U; target = pc + imm"},
    [MUON_FORMAT_JALR] = {"jalr", "rd, imm(rs1)", "as I"},
    [MUON_FORMAT_CSR] = {"csr", "rd, csr, rs1", "rd, rs1; csr = imm24"},
    [MUON_FORMAT_CSRI] = {"csri", "rd, csr, zimm", "rd; csr = imm24, zimm = rs1 field, 0 to 31"},
    [MUON_FORMAT_NONE] = {"none", "", "the immediate of I is fixed"},
    [MUON_FORMAT_RS1] = {"rs1", "rs1", "rs1; in system instructions the immediate of I is fixed"},
    [MUON_FORMAT_RS1_RS2] = {"rs1-rs2", "rs1, rs2", "rs1, rs2; the rd field may be fixed"},
    [MUON_FORMAT_RD_RS1] = {"rd-rs1", "rd, rs1", "rd, rs1; the rs2 field is fixed"},
    [MUON_FORMAT_INVOKE] = {"invoke", "rd, task, dep0, dep1, dep2, elems", "all of Neutrino"},
    [MUON_FORMAT_INVOKEI] = {"invokei", "rd, id, dep0, dep1, dep2, elems",
                             "all of Neutrino; the task field is the id itself"},
    [MUON_FORMAT_PAYLOAD] = {"payload", "task, p0, p1, p2, seq",
                             "task, p0 to p2 at dep0 to dep2, seq at elems−1"},
    [MUON_FORMAT_COMPLETE] = {"complete", "run, elems", "run at task, elems, part"},
};
enum { FORMAT_COUNT = sizeof formats / sizeof *formats };

static const char introduction[] =
    "# The Muon instruction set\n"
    "\n"
    "*Printed by isa-doc from isa/muon.def and isa/csr.def; change those.*\n"
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

static void print_formats(void) {
    printf("## Formats\n\n| format | operands | fields |\n|---|---|---|\n");
    for (int i = 0; i < FORMAT_COUNT; i++)
        printf("| %s | %s | %s |\n", formats[i].name, formats[i].operands, formats[i].fields);
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
    printf("| mnemonic | format | opcode | opext | funct3 | funct7 | fixed | |\n");
    printf("|---|---|---|---|---|---|---|---|\n");
    for (const struct muon_row *row = muon_rows + 1; row < muon_rows + MUON_OP_COUNT; row++) {
        if (row->info.class != class)
            continue;
        printf("| `%s` | %s | 0x%02x | %d", row->info.mnemonic, formats[row->info.format].name,
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
    printf("## Control and status registers\n\n| number | name | access | |\n|---|---|---|---|\n");
    for (unsigned number = 0; number < 0x1000; number++) {
        const struct muon_csr *csr = muon_csr_info(number);
        if (csr)
            printf("| 0x%03x | `%s` | %s | %s |\n", number, csr->name,
                   csr->writable ? "read, write" : "read", csr->description);
    }
}

int main(void) {
    printf("%s", introduction);
    print_formats();
    printf("## Instructions\n\n");
    for (int class = 0; class < CLASS_COUNT; class ++)
        print_class((enum muon_class) class);
    print_registers();
    print_csrs();
    return 0;
}
