// The programming model's pipelined loop, as it was first written down (the lines that are not indented by
// four), with declarations for the names that it leaves open. The warps that use the items are
// those that have them made, so with one stage the loop waits for itself: an assertion says so, and
// without assertions the deadlock's report.
//
// RUN: nbc -O1 tasks.c -o %t.nbin && muonc -O2 %s --neutrino=%t.nbin -o %t.elf && sh ../scoreboard/schedules.sh %t.elf
// RUN: muonc -O2 -DSTAGES=3 %s --neutrino=%t.nbin -o %t.elf && sh ../scoreboard/schedules.sh %t.elf
// RUN: muonc -O1 -DSTAGES=1 %s --neutrino=%t.nbin -o %t.elf && musim %t.elf | sed 's/.*assertion/assertion/' | sort -u
// RUN: muonc -O1 -DSTAGES=1 -DNDEBUG -mcores=1 -mwarps=1 %s --neutrino=%t.nbin -o %t.elf && musim %t.elf 2>&1 | grep -o 'waits for.*'
#include <neutrino/pipe.h>

#ifndef STAGES
#define STAGES 2
#endif
constexpr int SIZE = 64, ITEMS = 20;
MUON_PIPE(tiles, int[SIZE], STAGES, muon_all_warps, muon_all_warps);

int input[SIZE], sums[ITEMS][MUON_CLUSTER_WARPS];

static void softmax(int item, __shared const int *buffer) {
    int sum = 0;
    for (int i = 0; i < SIZE; i++)
        sum += buffer[i];
    sums[item][muon_cluster_warp()] = sum;
}

static void run() {
    using pipe_type = tiles;
    constexpr auto MATMUL = load_task;
    tiles pipe;
    muon::job<muon_all_warps> matmul_job;
    __shared int *producer_buf, *consumer_buf;
    int item = 0;
#define do_softmax(buffer) softmax(item++, buffer)

// pipeline initialization
pipe = init_pipe();
pipe.invoke(PRODUCE, MATMUL, input, pipe.produce_buf(), SIZE);

while (item < ITEMS) {
  // producer: wait for buffer use
  pipe.produce_wait();
  producer_buf = pipe.produce_buf();
  matmul_job = pipe.invoke(PRODUCE,
               MATMUL, input, producer_buf, SIZE);

  // consumer: wait for buffer fill
  pipe.consume_wait();
  consumer_buf = pipe.consume_buf();
  do_softmax(consumer_buf);


  pipe.complete(CONSUME);
}
    matmul_job.wait().complete();
}

int main() {
    for (int i = muon_lane_id(); muon_cluster_warp() == 0 && i < SIZE; i += __MUON_LANES__)
        input[i] = i;
    muon_all_warps::meet();
    run();
    int wrong = 0;
    for (int i = 0; i < ITEMS; i++)
        wrong += sums[i][muon_cluster_warp()] != 3 * (SIZE * (SIZE - 1) / 2) + SIZE;
    return wrong;
}
