#include "muonc/ir/frame_remarks.h"

#include "support/array.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FUNCTION "\nFunction: "
#define SLOT "Offset: ["

/* Takes a line "Offset: [SP-4], Type: Spill, Align: 4, Size: 4" apart. The offset of an object in a
 * scalable vector's part of the frame ends in "x vscale". */
static bool parse_slot(const char *line, bool *spill, struct frame_slot *slot) {
    char type[16];
    unsigned size;
    int offset = 0, end = -1;
    sscanf(line, SLOT "SP%d], Type: %15[A-Za-z], Align: %*u, Size: %u%n", &offset, type, &size,
           &end);
    if (end < 0 || (line[end] != '\n' && line[end] != '\0'))
        return false;
    *spill = !strcmp(type, "Spill");
    *slot = (struct frame_slot){offset, size};
    return true;
}

static void add_slot(struct frame *frame, struct frame_slot slot) {
    *ARRAY_ADD(frame->slots, frame->count) = slot;
}

bool frame_remark_parse(const char *remark, struct frame *frame) {
    const char *line = strstr(remark, FUNCTION);
    if (!line)
        return false;
    line += strlen(FUNCTION);
    *frame = (struct frame){.function = xstrndup(line, strcspn(line, "\n"))};
    bool good = true;
    while (good && (line = strchr(line, '\n'))) {
        struct frame_slot slot;
        bool spill;
        line++;
        if (*line == ' ' || *line == '\0') /* a variable of the object above */
            continue;
        good = parse_slot(line, &spill, &slot);
        if (good && spill)
            add_slot(frame, slot);
    }
    if (!good) {
        free(frame->function);
        free(frame->slots);
    }
    return good;
}
