/* Libraries of kernels on a native device: what becomes of those that fail, and files that are
 * none. */
#include "tests/libtask/host/rig.h"

#include <unistd.h>

enum { N = 4096 };

static struct rig rig;
static uint32_t out[N];

static void setup(void) {
    OK(tk_open_native(3, &rig.device));
    OK(tk_queue_create(rig.device, &rig.queue));
    OK(tk_fence_create(&rig.fence));
    OK(tk_program_load(rig.device, KERNELS, &rig.program));
    OK(tk_commands_create(rig.device, &rig.commands));
}

static void teardown(void) {
    rig_close(&rig);
}

/* A launch of a kernel, and what it leaves. */
static enum tk_status launch(const char *kernel, uint32_t items, uint32_t local, uint32_t n) {
    tk_buffer buffer = rig_buffer(&rig, sizeof out);
    const struct tk_region all = tk_stretch(0, 0, sizeof out);
    const struct tk_argument arguments[] = {{buffer}, {.value = &n, .bytes = 4}};
    struct tk_launch launch = along(&rig, kernel, items, 2, arguments);
    launch.local[0] = local;
    OK(tk_commands_reset(rig.commands));
    OK(tk_record_fill(rig.commands, buffer, "", 1, 1, &all, NULL, NULL));
    OK(tk_record_launch(rig.commands, &launch, NULL, NULL));
    OK(tk_record_read(rig.commands, buffer, out, 1, &all, NULL, NULL));
    OK(tk_commands_finalize(rig.commands));
    OK(tk_dispatch(rig.queue, rig.commands, &(struct tk_dispatch){.fence = rig.fence}));
    enum tk_status status = tk_fence_wait(rig.fence, TK_FOREVER);
    OK(tk_buffer_destroy(buffer));
    return status;
}

START_TEST(work_items_that_do_not_meet_fail) {
    FAILS(TK_ERROR_FAILED,
          "work-item (0, 0, 0) has come to library.c:15, but work-item (3, 0, 0) of "
          "its group to the kernel's end",
          launch("some", 5, 5, 3));
    FAILS(TK_ERROR_FAILED,
          "work-item (0, 0, 0) has come to the kernel's end, but work-item (1, 0, 0)",
          launch("some", 5, 5, 0));
    FAILS(TK_ERROR_FAILED,
          "work-item (0, 0, 0) has come to library.c:22, but work-item (2, 0, 0) of "
          "its group to library.c:24",
          launch("others", 5, 5, 2));
    OK(launch("others", 5, 5, 5));
    OK(launch("some", 5, 5, 9));
    ck_assert_uint_eq(out[4], 1);
}
END_TEST

START_TEST(assertions_fail_the_launch_alone) {
    FAILS(TK_ERROR_FAILED,
          "library.c:30: checked: assertion 'tk_global_id(0) != n && \"here\"' failed in work-item "
          "(17, 0, 0)",
          launch("checked", 40, 8, 17));
    OK(launch("checked", 40, 8, 40));
    ck_assert_uint_eq(out[39], 39);
}
END_TEST

START_TEST(traps_fail_the_launch_alone) {
    FAILS(TK_ERROR_FAILED, "kernel 'trap': an access to 0x8 at ", launch("trap", 40, 8, 1));
    ck_assert_ptr_nonnull(strstr(tk_message(), "library.c:75, by work-item (20, 0, 0)"));
    FAILS(TK_ERROR_FAILED, "kernel 'trap': a division by zero", launch("trap", 40, 8, 2));
    ck_assert_ptr_nonnull(strstr(tk_message(), "library.c:77, by work-item (21, 0, 0)"));
    FAILS(TK_ERROR_FAILED, "kernel 'trap': an access to 0x", launch("trap", 40, 8, 3));
    ck_assert_ptr_nonnull(strstr(tk_message(), "library.c:6"));
    FAILS(TK_ERROR_FAILED, "kernel 'trap': an access to 0x5 at ", launch("trap", 40, 8, 5));
    ck_assert_ptr_nonnull(strstr(tk_message(), "library.c:81, by work-item (23, 0, 0)"));
    OK(launch("trap", 40, 8, 4));
    ck_assert_uint_eq(out[39], 9);
}
END_TEST

START_TEST(copies_are_of_all_work_items) {
    FAILS(
        TK_ERROR_FAILED,
        "work-item (0, 0, 0) has come to library.c:97, but work-item (3, 0, 0) of its group to the "
        "kernel's end",
        launch("copies", 64, 64, 1));
    FAILS(TK_ERROR_FAILED,
          "library.c:97: tk_dma_read_1d: assertion 'its arguments are those of the group's first "
          "work-item' failed in work-item (1, 0, 0)",
          launch("copies", 64, 64, 2));
    FAILS(TK_ERROR_FAILED,
          "work-item (0, 0, 0) has come to library.c:101, but work-item (5, 0, 0) of its group to "
          "library.c:99",
          launch("copies", 64, 64, 3));
    OK(launch("copies", 64, 64, 4));
    ck_assert_uint_eq(out[63], 1);
}
END_TEST

START_TEST(collectives_are_of_all_work_items) {
    FAILS(TK_ERROR_FAILED,
          "work-item (0, 0, 0) has come to library.c:109, but work-item (6, 0, 0) of its group to "
          "the kernel's end",
          launch("sums", 8, 8, 6));
    OK(launch("sums", 8, 8, 8));
    ck_assert_uint_eq(out[7], 8);
}
END_TEST

/* Several work-items at once: the group is what is known. */
START_TEST(traps_in_vectors) {
    FAILS(TK_ERROR_FAILED, "kernel 'gather': an access to 0x", launch("gather", 128, 64, 0));
    ck_assert_msg(strstr(tk_message(), "library.c:89, by a work-item of group (") != NULL,
                  "message: %s", tk_message());
    OK(launch("gather", 128, 64, 1));
}
END_TEST

START_TEST(variables_are_the_librarys) {
    OK(launch("count", 64, 64, 2));
    OK(launch("count", 64, 64, 3));
    ck_assert_uint_eq(out[63], 5);
}
END_TEST

START_TEST(lines_are_not_torn) {
    char path[] = "/tmp/library-XXXXXX", line[200];
    int file = mkstemp(path), kept = dup(STDOUT_FILENO);
    unsigned lines = 0, number, of;
    dup2(file, STDOUT_FILENO);
    OK(launch("say", 1000, 50, 1000));
    dup2(kept, STDOUT_FILENO);
    FILE *text = fopen(path, "r");
    for (; fgets(line, sizeof line, text); lines++) {
        char end[40] = "";
        ck_assert_int_eq(
            sscanf(line, "work-item %u of %u says a long line of %39s", &number, &of, end), 3);
        ck_assert_str_eq(end, "text");
    }
    ck_assert_uint_eq(lines, 1000);
    fclose(text);
    unlink(path);
}
END_TEST

START_TEST(what_lives_is_not_on_the_stack) {
    OK(launch("much", 2048, 1024, 5));
    ck_assert_uint_eq(out[7], 1024 * 1023 / 2 * 5 + 1024 * 7);
}
END_TEST

START_TEST(sizes_are_checked) {
    tk_buffer buffer = rig_buffer(&rig, sizeof out);
    uint32_t n = 1;
    const struct tk_argument arguments[] = {{buffer}, {.value = &n, .bytes = 4}};
    struct tk_launch wrong = along(&rig, "sized", 16, 2, arguments);
    FAILS(TK_ERROR_MISMATCH, "needs work-groups of 8 x 1 x 1",
          tk_record_launch(rig.commands, &wrong, NULL, NULL));
    wrong = along(&rig, "none", 16, 2, arguments);
    FAILS(TK_ERROR_KERNEL, "no kernel 'none'", tk_record_launch(rig.commands, &wrong, NULL, NULL));
    OK(tk_buffer_destroy(buffer));
    OK(launch("sized", 16, 8, 1));
    ck_assert_uint_eq(out[15], 9);
}
END_TEST

START_TEST(files_that_are_no_libraries) {
    tk_program program;
    FAILS(TK_ERROR_KERNEL, "No such file", tk_program_load(rig.device, "/nowhere", &program));
    FAILS(TK_ERROR_KERNEL, "no library of kernels for the CPU",
          tk_program_load(rig.device, ELF, &program));
    FAILS(TK_ERROR_KERNEL, "no library of kernels for the CPU",
          tk_program_load(rig.device, "/dev/null", &program));
    FAILS(TK_ERROR_KERNEL, "no library of kernels for the CPU",
          tk_program_load_memory(rig.device, "text", 4, "text", &program));
    FAILS(TK_ERROR_KERNEL, "muonc --target=host makes one",
          tk_program_load(rig.device, OTHER, &program));
}
END_TEST

START_TEST(libraries_of_other_versions) {
    tk_program program;
    FAILS(TK_ERROR_KERNEL, "made by another version of muonc: compile it again",
          tk_program_load(rig.device, FOREIGN "version.so", &program));
    FAILS(TK_ERROR_KERNEL, "a kernel's signature is wrong",
          tk_program_load(rig.device, FOREIGN "signature.so", &program));
}
END_TEST

/* From memory, and twice at once: each program is its own. */
START_TEST(libraries_from_memory) {
    static char bytes[1 << 20];
    FILE *file = fopen(KERNELS, "rb");
    size_t size = fread(bytes, 1, sizeof bytes, file);
    tk_program kept = rig.program;
    fclose(file);
    OK(tk_program_load_memory(rig.device, bytes, size, "in memory", &rig.program));
    OK(launch("count", 64, 64, 100));
    ck_assert_uint_eq(out[0], 100);
    OK(tk_commands_reset(rig.commands));
    OK(tk_program_destroy(rig.program));
    rig.program = kept;
    OK(launch("count", 64, 64, 1));
    ck_assert_uint_eq(out[0], 1);
}
END_TEST

SUITE("library", setup, teardown, work_items_that_do_not_meet_fail,
      assertions_fail_the_launch_alone, traps_fail_the_launch_alone, traps_in_vectors,
      copies_are_of_all_work_items, collectives_are_of_all_work_items, variables_are_the_librarys,
      lines_are_not_torn, what_lives_is_not_on_the_stack, sizes_are_checked,
      files_that_are_no_libraries, libraries_of_other_versions, libraries_from_memory)
