/* The musim command: its options, what it prints, its exit status. The command is run in a
 * directory of its own, with a program whose main stores lane + 65 to each word of data. */
#include "tests/musim/program.h"
#include "tests/suite.h"

#include "support/alloc.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct program p;
static char directory[] = "/tmp/musim-test-XXXXXX";
static char *output; /* both streams of the last command */

static void write_file(const char *name, const void *bytes, size_t size) {
    FILE *file = fopen(name, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static void write_program(const char *name) {
    size_t size;
    void *elf = program_elf(&p, &size);
    write_file(name, elf, size);
    free(elf);
}

static void write_programs(void) {
    memset(&p, 0, sizeof p);
    p.shape = (struct muon_note_shape){1, 1, 4, 0};
    program_lane_address(&p, 5, PROGRAM_DATA, MUON_CSR_TID, 2);
    EMIT(&p, CSRRS, .rd = 6, .imm = MUON_CSR_TID);
    EMIT(&p, LW_GLOBAL, .rd = 7, .rs1 = 5);
    EMIT(&p, ADD, .rd = 6, .rs1 = 6, .rs2 = 7);
    EMIT(&p, ADDI, .rd = 6, .rs1 = 6, .imm = 65);
    EMIT(&p, SW_GLOBAL, .rs1 = 5, .rs2 = 6);
    program_exit(&p);
    write_program("lanes.elf");
    p.count = 0;
    program_li(&p, 2, NEUTRINO_STACK_TOP);
    EMIT(&p, SW_GLOBAL, .rs1 = 2, .rs2 = 5, .imm = -8);
    EMIT(&p, SW_GLOBAL, .rs1 = 2, .rs2 = 5, .imm = -4);
    EMIT(&p, LW_GLOBAL, .rd = 6, .rs1 = 2, .imm = -8);
    program_exit(&p);
    write_program("stack.elf");
    p.count = 0;
    program_li(&p, 5, 0x200);
    program_tohost(&p, 5);
    write_program("result512.elf");
    p.count = 0;
    EMIT(&p, JAL);
    write_program("endless.elf");
    p.count = 0;
    EMIT(&p, NU_INVOKEI, .sync = true, .elems = 2, .part = MUON_PART_WARPS);
    write_program("deadlock.elf");
    p.count = 0;
    program_trap(&p);
    write_program("fault.elf");
    p.count = 0;
    EMIT(&p, CSRRS, .rd = 5, .imm = MUON_CSR_TID);
    EMIT(&p, BNE, .rs1 = 5, .imm = MUON_WORD_BYTES);
    program_exit(&p);
    write_program("divergent.elf");
}

static void begin(void) {
    ck_assert_ptr_nonnull(mkdtemp(directory));
    ck_assert_int_eq(chdir(directory), 0);
    write_programs();
}

static void end(void) {
    char *command = xasprintf("rm -rf %s", directory);
    ck_assert_int_eq(system(command), 0);
    free(command);
    free(output);
}

/* Runs "musim arguments" and checks its exit status and what it prints. */
static void expect(const char *arguments, int status, const char *text) {
    char *command = xasprintf("%s/bin/musim %s 2>&1", getenv("NEUTRINO_PREFIX"), arguments);
    FILE *pipe = popen(command, "r");
    size_t capacity = 0;
    free(output);
    output = NULL;
    if (getdelim(&output, &capacity, '\0', pipe) < 0)
        output[0] = '\0';
    int ended = pclose(pipe);
    if (text)
        ck_assert_str_eq(output, text);
    ck_assert_msg(WIFEXITED(ended) && WEXITSTATUS(ended) == status, "%s: exit status %d\n%s",
                  arguments, WEXITSTATUS(ended), output);
    free(command);
}

START_TEST(exit_status_tells_the_end) {
    expect("lanes.elf", 0, "");
    expect("result512.elf", 1, "");
    expect("--max-cycles=500 endless.elf", 124,
           "endless.elf: error: stopped after 500 cycles\n"
           "endless.elf: note: cluster 0, core 0, warp 0, pc 0x10000000 in main+0x0, runs\n");
    expect("deadlock.elf", 3, NULL);
    expect("fault.elf", 2, NULL);
    expect("missing.elf", 1, "missing.elf: error: cannot read: No such file or directory\n");
    expect("fault.elf lanes.elf", 2,
           "musim: error: one program at a time: 'fault.elf' and 'lanes.elf'\n");
    expect("", 2, "musim: error: no program given\n");
    expect("--frobnicate lanes.elf", 2,
           "musim: error: unknown option '--frobnicate'; --help lists the options\n");
    expect("--lanes=8 lanes.elf", 1,
           "lanes.elf: error: the program is built for 4 lanes per warp, not 8\n");
}
END_TEST

START_TEST(numbers_are_checked) {
    expect("--lanes=33 lanes.elf", 2, "musim: error: '--lanes=33' needs a number from 1 to 32\n");
    expect("--cores=0 lanes.elf", 2, "musim: error: '--cores=0' needs a number from 1 to 8\n");
    expect("--warps=2x lanes.elf", 2, "musim: error: '--warps=2x' needs a number from 1 to 16\n");
    expect("--threads=0 lanes.elf", 2, "musim: error: '--threads=0' needs a number from 1 to 64\n");
    expect("--max-cycles=-1 lanes.elf", 2,
           "musim: error: '--max-cycles=-1' needs a number above 0\n");
    expect("--stats=xml lanes.elf", 2, "musim: error: unknown format 'xml': --stats= takes json\n");
}
END_TEST

START_TEST(objects_are_dumped_by_type) {
    uint8_t text[] = "Hi \"\\\n";
    write_file("text", text, sizeof text);
    expect("--dump=data:str --input=data:text result512.elf", 1, "data = \"Hi \\\"\\\\\\x0a\"\n");
    expect("--dump=data:i32 lanes.elf | head -2", 0, "data =\n  [0] 65 66 67 68 0 0 0 0\n");
    expect("--dump=data lanes.elf | head -2 | cut -c1-27", 0,
           "data =\n  [0] 0x00000041 0x00000042\n");
    expect("--dump=data:x8 lanes.elf | head -2 | cut -c1-20", 0, "data =\n  [0] 41 00 00 00 42\n");
    float floats[] = {1.5f, -0.1f};
    write_file("floats", floats, sizeof floats);
    expect("--dump=data:f32 --input=data:floats result512.elf | head -2 | cut -c1-24", 0,
           "data =\n  [0] 1.5 -0.100000001 0\n");
    double doubles[] = {0.1, -3};
    write_file("doubles", doubles, sizeof doubles);
    expect("--dump=data:f64 --input=data:doubles result512.elf | head -2 | cut -c1-28", 0,
           "data =\n  [0] 0.10000000000000001 -3\n");
    int16_t small[] = {-2, 258, -1, -1};
    write_file("small", small, sizeof small);
    expect("--dump=data:i16 --input=data:small result512.elf | head -2 | cut -c1-22", 0,
           "data =\n  [0] -2 258 -1 -1 0 0\n");
    expect("--dump=data:u8 --input=data:small result512.elf | head -2 | cut -c1-18", 0,
           "data =\n  [0] 254 255 2 1 \n");
    expect("--dump=data:i64 --input=data:small result512.elf | head -2 | cut -c1-20", 0,
           "data =\n  [0] -4277993474 0 \n");
    expect("--dump=data:x64 --input=data:small result512.elf | head -2 | cut -c1-25", 0,
           "data =\n  [0] 0xffffffff0102fffe \n");
    uint16_t halves[] = {0x3fc0, 0xc000};
    write_file("halves", halves, sizeof halves);
    expect("--dump=data:bf16 --input=data:halves result512.elf | head -2 | cut -c1-14", 0,
           "data =\n  [0] 1.5 -2 0\n");
    expect("--dump=data:f16 lanes.elf", 1,
           "musim: error: '--dump=data:f16': the types are x, i and u with 8, 16, 32 or 64, f32, "
           "f64, bf16 and "
           "str\n");
    expect("--dump=date lanes.elf", 1, "musim: error: no symbol 'date' in lanes.elf\n");
}
END_TEST

START_TEST(objects_come_from_and_go_to_files) {
    int32_t words[4] = {100, 200, 300, 400};
    write_file("in", words, sizeof words);
    expect("--input=data:in --output=data:out lanes.elf", 0, "");
    FILE *file = fopen("out", "rb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fread(words, sizeof words[0], 4, file), 4);
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(words[i], 100 * (i + 1) + i + 65);
    fseek(file, 0, SEEK_END);
    ck_assert_int_eq(ftell(file), PROGRAM_DATA_BYTES);
    fclose(file);
    static uint8_t big[PROGRAM_DATA_BYTES + 1];
    write_file("big", big, sizeof big);
    expect("--input=data:big lanes.elf", 1,
           "big: error: 65537 bytes do not fit 'data', which has 65536\n");
    expect("--input=data lanes.elf", 2, "musim: error: '--input=data' needs SYMBOL:FILE\n");
    expect("--output=nothing:out2 lanes.elf", 1,
           "musim: error: no symbol 'nothing' in lanes.elf\n");
    ck_assert_int_ne(access("out2", F_OK), 0);
}
END_TEST

START_TEST(statistics_are_text_or_json) {
    expect("--stats lanes.elf | head -2", 0,
           "warp instructions                          9\n"
           "lane instructions                         36\n");
    expect("--stats stack.elf | grep stack", 0,
           "loads from the stack                       1\n"
           "stores to the stack                        2\n");
    expect("--stats=json lanes.elf", 0,
           "{\"warp_instructions\": 9, \"lane_instructions\": 36, \"stack_loads\": 0, "
           "\"stack_stores\": 0, \"neutrino_instructions\": 0, "
           "\"invokes\": 0, \"payloads\": 0, \"completes\": 0, \"barriers\": 0, "
           "\"runs_created\": 0, \"runs_issued\": 0, \"runs_retired\": 0, "
           "\"scoreboard_peak\": 0, \"full_stalls\": 0, \"dma_commands\": 0, \"dma_bytes\": 0, "
           "\"matrix_commands\": 0, \"matrix_fmas\": 0}\n");
}
END_TEST

START_TEST(the_vector_unit_can_be_chosen) {
    setenv("MUSIM_VECTOR_UNIT", "baseline", 1);
    expect("lanes.elf", 0, "");
    setenv("MUSIM_VECTOR_UNIT", "abacus", 1);
    expect("lanes.elf", 1,
           "lanes.elf: error: MUSIM_VECTOR_UNIT: this host has no such vector unit\n");
    unsetenv("MUSIM_VECTOR_UNIT");
}
END_TEST

START_TEST(clusters_run_on_threads) {
    expect("--clusters=3 --threads=2 --stats=json lanes.elf | cut -c1-24", 0,
           "{\"warp_instructions\": 27\n");
    expect("--clusters=3 --threads=2 deadlock.elf 2>&1 | head -1", 0,
           "deadlock.elf: error: deadlock: 3 warps wait and nothing can run\n");
}
END_TEST

START_TEST(options_come_from_files_too) {
    write_file("options", "--dump=data:i32", 15);
    expect("@options lanes.elf | head -1", 0, "data =\n");
}
END_TEST

START_TEST(divergent_branches_are_found_on_demand) {
    expect("divergent.elf", 0, "");
    expect("--check lanes.elf", 0, "");
    expect("--check divergent.elf", 2,
           "divergent.elf: error: divergent branch: lane 0 does not branch, the others do\n"
           "divergent.elf: note: cluster 0, core 0, warp 0, pc 0x10000008 in main+0x8\n");
}
END_TEST

START_TEST(help_and_version) {
    expect("--version", 0, NULL);
    ck_assert_ptr_nonnull(strstr(output, "musim (Neutrino) "));
    expect("--help", 0, NULL);
    ck_assert_ptr_nonnull(strstr(output, "--perturb=SEED"));
}
END_TEST

SUITE("musim command", begin, end, exit_status_tells_the_end, numbers_are_checked,
      objects_are_dumped_by_type, objects_come_from_and_go_to_files, statistics_are_text_or_json,
      the_vector_unit_can_be_chosen, clusters_run_on_threads, options_come_from_files_too,
      divergent_branches_are_found_on_demand, help_and_version)
