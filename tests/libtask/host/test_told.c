/* What calls say of objects of two devices, of what is missing or too much, and of who waits for
 * whom. */
#include "tests/libtask/host/rig.h"

#include <semaphore.h>
#include <stdint.h>
#include <stdlib.h>

static struct rig rig, other;
static tk_buffer buffer; /* of 64 bytes */

static void setup(void) {
    rig_open(&rig);
    rig_open(&other);
    buffer = rig_buffer(&rig, 64);
}

static void teardown(void) {
    OK(tk_buffer_destroy(buffer));
    rig_close(&other);
    rig_close(&rig);
}

START_TEST(objects_of_another_device) {
    tk_buffer foreign = rig_buffer(&other, 64);
    const struct tk_argument arguments[] = {{foreign}};
    struct tk_launch launch = along(&rig, "increment", 4, 1, arguments);
    FAILS(TK_ERROR_MISMATCH, "a buffer of another device",
          tk_record_launch(rig.commands, &launch, NULL, NULL));
    const struct tk_argument own[] = {{buffer}};
    launch = along(&other, "increment", 4, 1, own);
    FAILS(TK_ERROR_MISMATCH, "a program of another device",
          tk_record_launch(rig.commands, &launch, NULL, NULL));
    OK(tk_buffer_destroy(foreign));
}
END_TEST

START_TEST(what_is_missing) {
    const struct tk_region all = tk_stretch(0, 0, 64);
    tk_program program;
    FAILS(TK_ERROR_ARGUMENT, "launch: NULL", tk_record_launch(rig.commands, NULL, NULL, NULL));
    FAILS(TK_ERROR_ARGUMENT, "pattern: NULL",
          tk_record_fill(rig.commands, buffer, NULL, 4, 1, &all, NULL, NULL));
    FAILS(TK_ERROR_ARGUMENT, "needs bytes, a name",
          tk_program_load_memory(rig.device, NULL, 0, "nothing", &program));
    ck_assert_str_eq(tk_status_text((enum tk_status)99), "no status");
}
END_TEST

START_TEST(what_is_too_much) {
    const struct tk_region all = tk_stretch(0, 0, 64);
    tk_device device;
    FAILS(TK_ERROR_ARGUMENT, "5000 threads: at most 1024", tk_open_native(5000, &device));
    FAILS(TK_ERROR_ARGUMENT, "regions",
          tk_record_fill(rig.commands, buffer, "", 1, SIZE_MAX, &all, NULL, NULL));
}
END_TEST

/* ---- who waits ---- */

static sem_t may_go_on;

static enum tk_status stay(tk_command_buffer commands, void *user) {
    sem_wait(&may_go_on);
    return TK_OK;
}

static char *report(void) {
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    tk_report(stream);
    fclose(stream);
    return text;
}

/* The first stays; a second dispatch of it waits for the first, and another's for its semaphore. */
START_TEST(a_report_of_who_waits) {
    tk_semaphore done;
    tk_command_buffer next;
    sem_init(&may_go_on, 0, 0);
    OK(tk_semaphore_create(&done));
    OK(tk_commands_create(rig.device, &next));
    OK(tk_record_callback(rig.commands, stay, NULL, 0, NULL, NULL, NULL));
    OK(tk_commands_finalize(rig.commands));
    OK(tk_commands_finalize(next));
    OK(tk_dispatch(rig.queue, rig.commands,
                   &(struct tk_dispatch){.signal_count = 1, .signals = &done}));
    OK(tk_dispatch(rig.queue, rig.commands, NULL));
    OK(tk_dispatch(rig.queue, next,
                   &(struct tk_dispatch){.wait_count = 1, .waits = &done, .fence = rig.fence}));
    char *text = report();
    ck_assert_msg(strstr(text, "waits for a flush;") != NULL, "%s", text);
    free(text);
    OK(tk_flush(rig.queue));
    text = report();
    ck_assert_msg(strstr(text, " waits for the dispatch of it before;") != NULL, "%s", text);
    ck_assert_msg(strstr(text, "which command buffer ") != NULL, "%s", text);
    free(text);
    sem_post(&may_go_on);
    sem_post(&may_go_on);
    OK(tk_wait_all(rig.queue, TK_FOREVER));
    OK(tk_fence_wait(rig.fence, TK_FOREVER));
    OK(tk_commands_destroy(next));
    OK(tk_semaphore_destroy(done));
    sem_destroy(&may_go_on);
}
END_TEST

/* Many readers, for whom many writers wait, are joined in a point. */
START_TEST(a_drawing_with_points) {
    enum { READERS = 40, WRITERS = 16 };
    char host[64] = {0}, *text = NULL;
    size_t size;
    const struct tk_region all = tk_stretch(0, 0, 64);
    static char results[READERS][64];
    for (int i = 0; i < READERS; i++)
        OK(tk_record_read(rig.commands, buffer, results[i], 1, &all, NULL, NULL));
    for (uint64_t i = 0; i < WRITERS; i++) {
        const struct tk_region one = tk_stretch(4 * i, 4 * i, 4);
        OK(tk_record_write(rig.commands, host, buffer, 1, &one, NULL, NULL));
    }
    OK(tk_commands_finalize(rig.commands));
    FILE *stream = open_memstream(&text, &size);
    OK(tk_commands_draw(rig.commands, stream));
    fclose(stream);
    ck_assert_msg(strstr(text, " [shape=point];\n") != NULL, "%s", text);
    free(text);
}
END_TEST

SUITE("what calls say", setup, teardown, objects_of_another_device, what_is_missing,
      what_is_too_much, a_report_of_who_waits, a_drawing_with_points)
