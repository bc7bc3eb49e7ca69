/* The musim command at a terminal: its line of progress, and signals that stop it. */
#include "tests/musim/program.h"
#include "tests/suite.h"

#include "support/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { A = 5, T = 6, CONSOLE = 7 };

static char directory[] = "/tmp/musim-test-XXXXXX";
static struct program p;

/* ---- programs ---- */

static void print(const char *text) {
    for (const char *c = text; *c; c++) {
        program_li(&p, T, (uint32_t)*c);
        EMIT(&p, SB_GLOBAL, .rs1 = CONSOLE, .rs2 = T);
    }
}

static void begin_program(void) {
    memset(&p, 0, sizeof p);
    p.shape = (struct muon_note_shape){1, 1, 1, 0};
    program_li(&p, CONSOLE, NEUTRINO_CONSOLE);
}

static void write_program(const char *name) {
    size_t size;
    void *elf = program_elf(&p, &size);
    FILE *file = fopen(name, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(elf, 1, size, file), size);
    fclose(file);
    free(elf);
}

static void write_programs(void) {
    begin_program();
    print("begun\n");
    EMIT(&p, JAL);
    write_program("silent.elf");
    begin_program(); /* a line now and then */
    unsigned top = p.count;
    print("line\n");
    program_li(&p, A, 100000);
    unsigned wait = EMIT(&p, ADDI, .rd = A, .rs1 = A, .imm = -1);
    program_aim(&p, EMIT(&p, BNE, .rs1 = A), wait);
    program_aim(&p, EMIT(&p, JAL), top);
    write_program("ticks.elf");
    begin_program();
    top = p.count;
    print("flood\n");
    program_aim(&p, EMIT(&p, JAL), top);
    write_program("flood.elf");
    begin_program(); /* as much as goes out without an end of line */
    print("begun\n");
    program_li(&p, A, 4096);
    program_li(&p, T, 'y');
    top = EMIT(&p, SB_GLOBAL, .rs1 = CONSOLE, .rs2 = T);
    EMIT(&p, ADDI, .rd = A, .rs1 = A, .imm = -1);
    program_aim(&p, EMIT(&p, BNE, .rs1 = A), top);
    EMIT(&p, JAL);
    write_program("unended.elf");
}

static void begin(void) {
    ck_assert_ptr_nonnull(mkdtemp(directory));
    ck_assert_int_eq(chdir(directory), 0);
    setenv("NO_COLOR", "1", 1);
    write_programs();
}

static void end(void) {
    char *command = xasprintf("rm -rf %s", directory);
    ck_assert_int_eq(system(command), 0);
    free(command);
}

/* ---- a command at a terminal ---- */

struct setting {
    unsigned short columns;
    bool errors_elsewhere, background;
};
static const struct setting usual = {.columns = 70}, narrow = {.columns = 20},
                            piped = {.columns = 70, .errors_elsewhere = true},
                            background = {.columns = 70, .background = true};

struct session {
    pid_t pid;
    int terminal, errors; /* what it prints; errors -1: on the terminal, too */
    char text[1 << 16], error_text[1 << 12];
    size_t length, error_length;
};

static int open_terminal(char **name, unsigned short columns) {
    int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    const struct winsize size = {.ws_row = 25, .ws_col = columns};
    ck_assert_int_ge(terminal, 0);
    ck_assert_int_eq(grantpt(terminal), 0);
    ck_assert_int_eq(unlockpt(terminal), 0);
    ck_assert_int_eq(ioctl(terminal, TIOCSWINSZ, &size), 0);
    *name = ptsname(terminal);
    return terminal;
}

/* Gives the terminal to a process that waits until the session ends. */
static void go_to_background(int terminal) {
    pid_t other = fork();
    if (!other) {
        close_range(STDERR_FILENO + 1, ~0u, 0);
        for (;;)
            pause();
    }
    setpgid(other, other);
    tcsetpgrp(terminal, other);
}

static void become_musim(const char *terminal, int errors, bool in_background,
                         char *const *arguments) {
    char *program = xasprintf("%s/bin/musim", getenv("NEUTRINO_PREFIX"));
    setsid();
    int slave = open(terminal, O_RDWR); /* the controlling terminal */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGHUP, SIG_DFL);
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
        dup2(stream == STDERR_FILENO && errors >= 0 ? errors : slave, stream);
    if (in_background)
        go_to_background(slave);
    execv(program, arguments);
    _exit(127);
}

/* arguments: ended by NULL, without the program. Comes back when it executes: a signal before would
 * meet the handlers of this program. */
static void start(struct session *session, const struct setting *setting,
                  const char *const *arguments) {
    char *name, *all[16] = {"musim"};
    int ends[2] = {-1, -1}, begun[2];
    *session = (struct session){.terminal = open_terminal(&name, setting->columns)};
    for (size_t i = 0; arguments[i]; i++)
        all[i + 1] = (char *)arguments[i];
    if (setting->errors_elsewhere)
        ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
    ck_assert_int_eq(pipe2(begun, O_CLOEXEC), 0);
    session->pid = fork();
    if (!session->pid)
        become_musim(name, ends[1], setting->background, all);
    session->errors = ends[0];
    close(ends[1]);
    close(begun[1]);
    ck_assert_int_eq(read(begun[0], all, 1), 0);
    close(begun[0]);
}
#define START(session, setting, ...)                                                               \
    start(session, setting, (const char *const[]){__VA_ARGS__, NULL})

/* Reads some of what comes; false at the end, which a terminal tells by an error. */
static bool read_some(int from, char *text, size_t capacity, size_t *length) {
    ssize_t size = read(from, text + *length, capacity - *length - 1);
    *length += size > 0 ? (size_t)size : 0;
    text[*length] = '\0';
    return size > 0 || (size < 0 && errno == EINTR);
}

static void wait_for(struct session *session, const char *text) {
    while (!strstr(session->text, text))
        ck_assert_msg(
            read_some(session->terminal, session->text, sizeof session->text, &session->length),
            "it ended before '%s'", text);
}

/* Returns the status that it ends with. */
static int finish(struct session *session) {
    int status;
    while (read_some(session->terminal, session->text, sizeof session->text, &session->length))
        ;
    while (session->errors >= 0 && read_some(session->errors, session->error_text,
                                             sizeof session->error_text, &session->error_length))
        ;
    ck_assert_int_eq(waitpid(session->pid, &status, 0), session->pid);
    close(session->terminal);
    if (session->errors >= 0)
        close(session->errors);
    return status;
}

static void expect_exit(struct session *session, int expected) {
    int status = finish(session);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == expected,
                  "status 0x%x and not %d:\n%s", status, expected, session->text);
}

static void expect_text(const char *text, const char *part) {
    ck_assert_msg(strstr(text, part) != NULL, "not '%s' in\n%s", part, text);
}

/* What stands on the screen: lines that were erased do not. */
static void screen(const char *text, char *out) {
    static const char erase[] = "\r\033[K";
    char *line = out;
    while (*text) {
        if (!strncmp(text, erase, strlen(erase))) {
            out = line;
            text += strlen(erase);
        } else {
            *out++ = *text++;
            if (out[-1] == '\n')
                line = out;
        }
    }
    *out = '\0';
}

/* Lets its two seconds pass without using the processor: its clock goes on. */
static void pass_two_seconds(const struct session *const *sessions) {
    const struct timespec nap = {.tv_sec = 2, .tv_nsec = 50000000};
    for (size_t i = 0; sessions[i]; i++)
        kill(sessions[i]->pid, SIGSTOP);
    nanosleep(&nap, NULL);
    for (size_t i = 0; sessions[i]; i++)
        kill(sessions[i]->pid, SIGCONT);
}

/* ---- progress ---- */

/* The line that was shown last, up to what erased it. */
static void last_shown(const struct session *session, char *line, size_t size) {
    const char *end = session->text, *begin;
    for (const char *at = end; (at = strstr(at, "\r\033[K")); at++)
        end = at;
    for (begin = end; begin > session->text && begin[-1] != 'K' && begin[-1] != '\n';)
        begin--;
    snprintf(line, size, "%.*s", (int)(end - begin), begin);
}

static void expect_no_progress(const char *text) {
    ck_assert_msg(!strstr(text, "M/s") && !strstr(text, "M instr"), "progress in\n%s", text);
}

START_TEST(progress_is_shown_at_a_terminal_and_leaves_nothing) {
    static struct session shown, limited, thin, lines, threads, elsewhere, json, unended, behind;
    static char text[sizeof shown.text];
    struct session *const all[] = {&shown, &limited, &thin,   &lines, &threads,
                                   &json,  &unended, &behind, NULL};
    char line[128], left[16], last;
    double millions, speed;
    START(&shown, &usual, "silent.elf");
    START(&limited, &usual, "--max-cycles=2000000000", "silent.elf");
    START(&thin, &narrow, "silent.elf");
    START(&lines, &usual, "ticks.elf");
    START(&threads, &usual, "--clusters=4", "--threads=2", "silent.elf");
    START(&json, &usual, "--diagnostics-format=json", "silent.elf");
    START(&unended, &usual, "unended.elf");
    START(&behind, &background, "silent.elf");
    START(&elsewhere, &piped, "silent.elf");
    for (size_t i = 0; all[i]; i++)
        wait_for(all[i], all[i] == &lines ? "line\r\n" : "begun\r\n");
    wait_for(&unended, "yyyy");
    wait_for(&elsewhere, "begun\r\n");
    pass_two_seconds((const struct session *const *)all);
    wait_for(&shown, " M/s, 0 runs live");
    wait_for(&limited, " M/s, 0 runs live, at most ");
    wait_for(&thin, " M instr");
    wait_for(&lines, " M/s, 0 runs live\r\033[Kline\r\n");
    wait_for(&threads, " M/s, 0 runs live");
    kill(elsewhere.pid, SIGINT);
    for (size_t i = 0; all[i]; i++)
        kill(all[i]->pid, SIGINT);
    for (size_t i = 0; all[i]; i++) {
        expect_exit(all[i], 128 + SIGINT);
        screen(all[i]->text, text);
        expect_no_progress(text);
        for (const char *at = text; all[i] == &lines && *at == 'l'; at = strchr(at, '\n') + 1)
            ck_assert(!strncmp(at, "line\r\n", strlen("line\r\n")));
    }
    last_shown(&shown, line, sizeof line);
    ck_assert_int_eq(
        sscanf(line, "%lf M instructions, %lf M/s, 0 runs liv%c", &millions, &speed, &last), 3);
    ck_assert(speed <= millions);
    expect_text(shown.text, "live\r\033[Ksilent.elf: error: interrupted after ");
    last_shown(&limited, line, sizeof line);
    ck_assert_int_eq(sscanf(strstr(line, "at most"), "at most %15[0-9:] lef%c", left, &last), 2);
    last_shown(&thin, line, sizeof line);
    ck_assert_uint_eq(strlen(line), 19);
    expect_exit(&elsewhere, 128 + SIGINT);
    ck_assert_str_eq(elsewhere.text, "begun\r\n");
    ck_assert(!strncmp(elsewhere.error_text, "silent.elf: error: interrupted after ", 37));
    expect_text(json.text, "\"severity\":\"error\",\"message\":\"interrupted after ");
    expect_no_progress(json.text);
    expect_no_progress(unended.text);
    expect_no_progress(behind.text);
}
END_TEST

/* ---- signals ---- */

START_TEST(a_signal_stops_the_run_and_what_comes_after_it_comes) {
    static struct session session;
    START(&session, &usual, "--clusters=4", "--threads=2", "--stats=json", "--dump=data:str",
          "--output=data:out", "silent.elf");
    wait_for(&session, "begun\r\nbegun\r\nbegun\r\nbegun\r\n");
    kill(session.pid, SIGTERM);
    expect_exit(&session, 128 + SIGTERM);
    expect_text(session.text, "silent.elf: error: interrupted after ");
    expect_text(session.text, "note: clusters 0–3, core 0, warp 0, pc 0x");
    expect_text(session.text, "data = \"");
    expect_text(session.text, "{\"warp_instructions\": ");
    ck_assert_int_eq(access("out", R_OK), 0);
}
END_TEST

/* As from timeout(1), which also sends it to its group. */
START_TEST(two_signals_at_once_are_one) {
    static struct session session;
    START(&session, &usual, "--dump=data:str", "silent.elf");
    wait_for(&session, "begun\r\n");
    kill(session.pid, SIGINT);
    kill(session.pid, SIGTERM);
    int status = finish(&session);
    ck_assert(WIFEXITED(status));
    ck_assert(WEXITSTATUS(status) == 128 + SIGINT || WEXITSTATUS(status) == 128 + SIGTERM);
    expect_text(session.text, "silent.elf: error: interrupted after ");
    expect_text(session.text, "data = \"");
}
END_TEST

START_TEST(a_signal_that_is_ignored_stays_so) {
    static struct session session;
    signal(SIGINT, SIG_IGN);
    START(&session, &usual, "--max-cycles=20000000", "silent.elf");
    signal(SIGINT, SIG_DFL);
    wait_for(&session, "begun\r\n");
    kill(session.pid, SIGINT);
    expect_exit(&session, 124);
    expect_text(session.text, "silent.elf: error: stopped after 20000000 cycles");
}
END_TEST

static char process_state(pid_t pid) {
    char state = 0, *path = xasprintf("/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fscanf(file, "%*d (%*[^)]) %c", &state), 1);
    fclose(file);
    free(path);
    return state;
}

/* It has written something and sleeps, however often one looks. */
static void wait_until_stuck(const struct session *session) {
    enum { ENOUGH = 20 };
    const struct timespec moment = {.tv_nsec = 10000000};
    for (int asleep = 0; asleep < ENOUGH;) {
        int written = 0;
        nanosleep(&moment, NULL);
        ioctl(session->terminal, FIONREAD, &written);
        asleep = written > 1000 && process_state(session->pid) != 'R' ? asleep + 1 : 0;
    }
}

/* It writes to a terminal that nobody reads, and has much to write, so the first signal does not
 * get it to the end. */
START_TEST(a_second_signal_ends_it_at_once) {
    static struct session session;
    int status;
    START(&session, &usual, "--dump=data", "flood.elf");
    wait_until_stuck(&session);
    kill(session.pid, SIGINT);
    wait_until_stuck(&session);
    ck_assert_msg(waitpid(session.pid, &status, WNOHANG) == 0, "status 0x%x", status);
    kill(session.pid, SIGINT);
    ck_assert_int_eq(waitpid(session.pid, &status, 0), session.pid);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
    close(session.terminal);
}
END_TEST

START_TEST(a_neutrino_alone_ends_at_once) {
    static struct session session;
    char *path = xasprintf("%sendless.elf", RV64_PROGRAMS);
    int status = 0;
    START(&session, &usual, "--neutrino", path);
    kill(session.pid, SIGINT);
    ck_assert_int_eq(waitpid(session.pid, &status, 0), session.pid);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
    close(session.terminal);
    free(path);
}
END_TEST

SUITE("terminal", begin, end, progress_is_shown_at_a_terminal_and_leaves_nothing,
      a_signal_stops_the_run_and_what_comes_after_it_comes, two_signals_at_once_are_one,
      a_signal_that_is_ignored_stays_so, a_second_signal_ends_it_at_once,
      a_neutrino_alone_ends_at_once)
