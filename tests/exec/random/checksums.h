/* csmith's programs as one: their main functions are main_SEED, and the unit ends with
 *
 *   RUN_PROGRAMS(RUN(1000) RUN(1001))
 *
 * which prints a line for each, "SEED: checksum". The host leaves out, without a line, those that
 * take it more than a moment of processor time: they would take the simulator too long. */
#include <csmith.h>
#include <stdint.h>
#include <stdio.h>

static uint32_t checksum;
#define platform_main_end(crc, flag) (checksum = (crc))

#ifdef __MUON_LANES__
#define IN_TIME(call) (call, 1)
#else
#include <setjmp.h>
#include <signal.h>
#include <sys/time.h>

#ifndef MILLISECONDS
#define MILLISECONDS 60
#endif

static sigjmp_buf out_of_time;
static void leave_program(int signal_number) {
    siglongjmp(out_of_time, signal_number);
}
static void limit_time(long milliseconds) {
    signal(SIGVTALRM, leave_program);
    setitimer(ITIMER_VIRTUAL,
              &(struct itimerval){.it_value = {milliseconds / 1000, milliseconds % 1000 * 1000}},
              NULL);
}
#define IN_TIME(call)                                                                              \
    (sigsetjmp(out_of_time, 1) == 0 && (limit_time(MILLISECONDS), call, limit_time(0), 1))
#endif

#define RUN(seed)                                                                                  \
    crc32_context = 0xffffffff;                                                                    \
    if (IN_TIME(main_##seed()))                                                                    \
        printf(#seed ": %X\n", checksum);
#define RUN_PROGRAMS(programs)                                                                     \
    int main(void) {                                                                               \
        programs return 0;                                                                         \
    }
