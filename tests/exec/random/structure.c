#include "generate.h"

#include <string.h>

/* Members of any kind: scalars, bit-fields, arrays, other structures; some are packed. */
enum { MAX_MEMBERS = 4, MAX_BYTES = 32 };

struct member {
    enum type type;
    int structure;        /* -1: of the type */
    unsigned length;      /* of an array, or 0 */
    unsigned field_width; /* of a bit-field, or 0 */
};

static struct structure {
    struct member members[MAX_MEMBERS];
    unsigned count, bytes;
    bool packed;
} structures[STRUCTURES];

void print_type(unsigned type) {
    if (type < STRUCTURE)
        fputs(type_name(type), out);
    else
        fprintf(out, "struct %s", global("s%u", type - STRUCTURE).text);
}

static struct member random_member(unsigned structures_so_far, unsigned room) {
    struct member member = {.type = any_type(), .structure = -1};
    if (structures_so_far && one_in(6)) {
        unsigned inner = below(structures_so_far);
        if (structures[inner].bytes <= room) {
            member.structure = (int)inner;
            return member;
        }
    }
    if (room < 32)
        return member;
    if (member.type < F32 && one_in(3))
        member.field_width = 1 + below(type_bits(member.type) - (member.type >= S64 ? 20 : 0));
    else if (one_in(4))
        member.length = 2u << below(2);
    return member;
}

/* An upper bound, with padding. */
static unsigned bytes_of(const struct member *member) {
    if (member->structure >= 0)
        return structures[member->structure].bytes;
    unsigned one = type_bits(member->type) > 32 ? 8 : 4;
    return one * (member->length ? member->length : 1);
}

static void print_member(const struct member *member, unsigned number) {
    fputs("    ", out);
    print_type(member->structure >= 0 ? STRUCTURE + (unsigned)member->structure : member->type);
    fprintf(out, " m%u", number);
    if (member->length)
        fprintf(out, "[%u]", member->length);
    if (member->field_width)
        fprintf(out, " : %u", member->field_width);
    fputs(";\n", out);
}

void print_structures(void) {
    for (unsigned s = 0; s < STRUCTURES; s++) {
        struct structure *made = &structures[s];
        *made = (struct structure){.packed = one_in(4)};
        unsigned wanted = 1 + below(MAX_MEMBERS);
        fprintf(out, "struct %s%s {\n", made->packed ? "__attribute__((packed)) " : "",
                global("s%u", s).text);
        while (made->count < wanted && made->bytes + 8 <= MAX_BYTES) {
            struct member member = random_member(s, MAX_BYTES - made->bytes);
            print_member(&member, made->count);
            made->members[made->count++] = member;
            made->bytes += bytes_of(&member);
        }
        fputs("};\n", out);
    }
}

void print_structure_value(unsigned structure) {
    const struct structure *of = &structures[structure];
    fputc('{', out);
    for (unsigned m = 0; m < of->count; m++) {
        const struct member *member = &of->members[m];
        fputs(m ? ", " : "", out);
        if (member->structure >= 0) {
            print_structure_value((unsigned)member->structure);
            continue;
        }
        fputs(member->length ? "{" : "", out);
        for (unsigned i = 0; i < (member->length ? member->length : 1); i++) {
            fputs(i ? ", " : "", out);
            expression(member->type, 1, false);
        }
        fputs(member->length ? "}" : "", out);
    }
    fputc('}', out);
}

void print_compound_literal(unsigned structure) {
    fputc('(', out);
    print_type(STRUCTURE + structure);
    fputc(')', out);
    print_structure_value(structure);
}

static void add_members(unsigned structure, bool writable, bool shared, bool packed,
                        const char *path) {
    const struct structure *of = &structures[structure];
    packed |= of->packed;
    for (unsigned m = 0; m < of->count; m++) {
        const struct member *member = &of->members[m];
        char inner[48];
        snprintf(inner, sizeof inner, "%s.m%u", path, m);
        if (member->structure >= 0) {
            add_members((unsigned)member->structure, writable, shared, packed, inner);
            continue;
        }
        struct place *place = add_place(member->type, "%s", inner);
        place->length = member->length;
        place->writable = writable;
        place->addressable = !packed && !shared && !member->field_width;
        place->shared = shared;
    }
}

void add_object(unsigned structure, bool writable, bool shared, const char *name) {
    if (scope.object_count == MAX_OBJECTS)
        return;
    struct object *object = &scope.objects[scope.object_count++];
    *object = (struct object){.structure = structure, .writable = writable, .shared = shared};
    snprintf(object->text, sizeof object->text, "%s", name);
    add_members(structure, writable, shared, false, name);
}
