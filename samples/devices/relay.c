/* A pipeline across two devices: one mixes each frame, the other counts its words by their top
 * bits, while the first is at the next frame. --device says which is the first; the other kind is
 * the second.
 *
 * All is dispatched at once. A semaphore for each frame orders the two: it is signalled when the
 * first device has put the frame into the host's memory, from where the second takes it. */
#include "device.h"

enum { WORDS = 2000, BINS = 16 };

#ifdef SAMPLE_KERNELS

__kernel void mix(uint32_t *words, uint32_t key) {
    uint32_t i = tk_global_id(0), word = words[i] ^ key;
    word ^= word >> 15;
    word *= 0x2c1b3c6d;
    words[i] = word ^ word >> 12;
}

/* A work-item for each bin: it looks at all words, and nobody else writes there. */
__kernel void count(const uint32_t *words, uint32_t *bins) {
    uint32_t bin = tk_global_id(0), found = 0;
    for (uint32_t i = 0; i < WORDS; i++)
        found += words[i] >> 28 == bin;
    bins[bin] = found;
}

#else

static uint32_t mixed(uint32_t word, uint32_t key) {
    word ^= key;
    word ^= word >> 15;
    word *= 0x2c1b3c6d;
    return word ^ word >> 12;
}

static int mix(const struct tk_item *item, void *const *arguments) {
    uint32_t *words = arguments[0], i = item->global_id[0];
    words[i] = mixed(words[i], *(uint32_t *)arguments[1]);
    return 0;
}

static int count(const struct tk_item *item, void *const *arguments) {
    const uint32_t *words = arguments[0];
    uint32_t bin = item->global_id[0], found = 0;
    for (uint32_t i = 0; i < WORDS; i++)
        found += words[i] >> 28 == bin;
    ((uint32_t *)arguments[1])[bin] = found;
    return 0;
}

static const struct tk_host_parameter of_mix[] = {
    {"words", NEUTRINO_POINTER, NEUTRINO_READ_WRITE, 0},
    {"key", NEUTRINO_UINT, NEUTRINO_READ, 4},
};
static const struct tk_host_parameter of_count[] = {
    {"words", NEUTRINO_POINTER, NEUTRINO_READ, 0},
    {"bins", NEUTRINO_POINTER, NEUTRINO_READ_WRITE, 0},
};
static const struct tk_host_kernel kernels[] = {
    {"mix", mix, of_mix, 2, {0}, false},
    {"count", count, of_count, 2, {0}, false},
};

enum { MOST = 64 };
static uint32_t frames[MOST][WORDS], between[MOST][WORDS], bins[MOST][BINS];

/* Writes a frame, launches a kernel over it, and reads what that makes. Each frame has buffers of
 * its own, so that the device may be at several. */
struct stage {
    tk_buffer words, made;
    tk_command_buffer commands;
};

static void record(struct stage *stage, struct device *device, const char *kernel, uint32_t items,
                   const void *from, struct tk_argument second, void *to, uint64_t bytes) {
    const struct tk_argument arguments[] = {{.buffer = stage->words}, second};
    struct tk_launch launch = {.program = device->program,
                               .kernel = kernel,
                               .dimensions = 1,
                               .global = {items},
                               .argument_count = 2,
                               .arguments = arguments};
    TRY(tk_program_local_size(device->program, kernel, 1, launch.global, launch.local));
    TRY(tk_commands_create(device->device, &stage->commands));
    device_write(stage->commands, from, stage->words, sizeof frames[0]);
    TRY(tk_record_launch(stage->commands, &launch, NULL, NULL));
    device_read(stage->commands, stage->made, to, bytes);
    TRY(tk_commands_finalize(stage->commands));
}

static void begin_frame(struct device devices[2], struct stage stages[2], uint32_t frame,
                        tk_semaphore mixed_is_there) {
    const struct tk_argument key = {.value = &frame, .bytes = sizeof frame};
    stages[0].words = stages[0].made = device_buffer(&devices[0], sizeof frames[0]);
    record(&stages[0], &devices[0], "mix", WORDS, frames[frame], key, between[frame],
           sizeof between[0]);
    stages[1].words = device_buffer(&devices[1], sizeof frames[0]);
    stages[1].made = device_buffer(&devices[1], sizeof bins[0]);
    record(&stages[1], &devices[1], "count", BINS, between[frame],
           (struct tk_argument){.buffer = stages[1].made}, bins[frame], sizeof bins[0]);
    /* In any order: the second is held until the first has signalled. */
    TRY(tk_dispatch(devices[1].queue, stages[1].commands,
                    &(struct tk_dispatch){.wait_count = 1, .waits = &mixed_is_there}));
    TRY(tk_dispatch(devices[0].queue, stages[0].commands,
                    &(struct tk_dispatch){.signal_count = 1, .signals = &mixed_is_there}));
    TRY(tk_flush(devices[1].queue));
    TRY(tk_flush(devices[0].queue));
}

static void end_frame(struct stage stages[2], tk_semaphore mixed_is_there) {
    TRY(tk_commands_destroy(stages[0].commands));
    TRY(tk_commands_destroy(stages[1].commands));
    TRY(tk_buffer_destroy(stages[0].words));
    TRY(tk_buffer_destroy(stages[1].words));
    TRY(tk_buffer_destroy(stages[1].made));
    TRY(tk_semaphore_destroy(mixed_is_there));
}

static void check(uint32_t count) {
    static uint32_t expected[MOST][BINS];
    for (uint32_t frame = 0; frame < count; frame++)
        for (uint32_t i = 0; i < WORDS; i++)
            expected[frame][mixed(frames[frame][i], frame) >> 28]++;
    sample_check_words("bins", bins[0], expected[0], count * BINS);
}

int main(int argc, char **argv) {
    const char *elf = sample_arguments(argc, argv), *kind = device_option();
    uint32_t count = sample_number("FRAMES", 1, MOST, 10);
    struct device devices[2];
    struct stage stages[MOST][2];
    tk_semaphore semaphores[MOST];
    sample_no_more();
    device_open(&devices[0], kind, elf, kernels, 2);
    device_open(&devices[1], kind[0] == 'm' ? "native" : "musim", elf, kernels, 2);
    for (uint32_t frame = 0; frame < count; frame++) {
        for (uint32_t i = 0; i < WORDS; i++)
            frames[frame][i] = sample_random(UINT32_MAX);
        TRY(tk_semaphore_create(&semaphores[frame]));
        begin_frame(devices, stages[frame], frame, semaphores[frame]);
    }
    TRY(tk_wait_all(devices[1].queue, TK_FOREVER)); /* which waits for the first, too */
    check(count);
    for (uint32_t frame = 0; frame < count; frame++)
        end_frame(stages[frame], semaphores[frame]);
    device_close(&devices[0]);
    return device_end(&devices[1]);
}

#endif
