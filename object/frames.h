/* Spill slots: where in a function's stack frame the register allocator put what it had no register
 * for. muonc's linker keeps them in registers that LLVM does not know of. An object has them in the
 * section .neutrino.frames, which is not loaded, as 32-bit words, little-endian:
 *
 *   address of the function (relocated), bytes of its code,
 *   number of slots, and in the upper two bits what it returns (enum frame_results),
 *   for each slot its offset from the stack pointer at entry (signed) and its size
 *
 * A record of FRAMES_STAY bytes of code, without slots, says that the program's stack frames must
 * be as the compiler made them: some code reads those of its callers, or moves the stack. */
#ifndef OBJECT_FRAMES_H
#define OBJECT_FRAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRAMES_SECTION ".neutrino.frames"
#define FRAMES_STAY UINT32_MAX

struct frame_slot {
    int32_t offset;
    uint32_t size;
};

/* Which registers have results when a function returns. */
enum frame_results {
    FRAME_RESULTS_UNKNOWN,
    FRAME_RESULTS_NONE,
    FRAME_RESULTS_A0,
    FRAME_RESULTS_A1
};

struct frame {
    char *function;
    enum frame_results results;
    struct frame_slot *slots;
    size_t count;
};

struct frame_list {
    struct frame *items;
    size_t count;
    bool stay; /* the FRAMES_STAY record goes with them */
};

/* Takes over the frame. */
void frame_list_add(struct frame_list *list, struct frame frame);
void frame_list_free(struct frame_list *list);

/* The object with the section added, for those of the functions that it defines. The caller frees
 * the result; NULL if the object cannot take it. */
char *frames_append(const char *object, size_t size, const struct frame_list *list,
                    size_t *new_size);

/* One record of a section. */
struct frame_record {
    uint32_t address; /* its offset in the section, where the relocation is */
    uint32_t code_size;
    enum frame_results results;
    const uint8_t *slots; /* read with frame_record_slot */
    uint32_t count;
};

/* Reads the record at *offset and advances it; false at the end and at a record that is cut off. */
bool frame_record_next(const uint8_t *bytes, size_t size, size_t *offset,
                       struct frame_record *record);
struct frame_slot frame_record_slot(const struct frame_record *record, uint32_t index);

#endif
