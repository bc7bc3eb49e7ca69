#include "libtask/host/device/native/unwind.h"

#include "neutrino/host_kernel.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct search {
    const struct unwind_state *state;
    struct unwind_result *result;
    Dwfl *process;
    Dwfl_Module *library;
};

static bool read_word(const struct unwind_state *state, uint64_t address, uint64_t *word) {
    if (address < state->stack_begin || address > state->stack_end - sizeof *word ||
        state->stack_end - state->stack_begin < sizeof *word)
        return false;
    memcpy(word, state->stack + (address - state->stack_begin), sizeof *word);
    return true;
}

/* ---- values of variables ---- */

/* An expression of DWARF in a frame. */
struct machine {
    const struct unwind_state *state;
    Dwfl_Frame *frame;
    Dwarf_Attribute *base; /* of the function's frame, or NULL */
    uint64_t stack[16];
    unsigned depth;
    bool is_value; /* the result is no address */
};

static bool push(struct machine *machine, uint64_t value) {
    if (machine->depth == sizeof machine->stack / sizeof *machine->stack)
        return false;
    machine->stack[machine->depth++] = value;
    return true;
}

static bool push_register(struct machine *machine, unsigned number, uint64_t offset) {
    Dwarf_Word value;
    return !dwfl_frame_reg(machine->frame, number, &value) && push(machine, value + offset);
}

/* The frame's base is a register, as clang has it. */
static bool push_base(struct machine *machine, uint64_t offset) {
    Dwarf_Op *list;
    size_t count;
    return machine->base && !dwarf_getlocation(machine->base, &list, &count) && count == 1 &&
           list->atom >= DW_OP_reg0 && list->atom <= DW_OP_reg31 &&
           push_register(machine, list->atom - DW_OP_reg0, offset);
}

static bool combine(struct machine *machine, uint8_t operation) {
    if (machine->depth < 2)
        return false;
    uint64_t b = machine->stack[--machine->depth], *a = &machine->stack[machine->depth - 1];
    switch (operation) {
    case DW_OP_plus: *a += b; return true;
    case DW_OP_minus: *a -= b; return true;
    case DW_OP_mul: *a *= b; return true;
    case DW_OP_div: *a = b ? (uint64_t)((int64_t)*a / (int64_t)b) : 0; return b;
    case DW_OP_and: *a &= b; return true;
    case DW_OP_or: *a |= b; return true;
    case DW_OP_shl: *a = b < 64 ? *a << b : 0; return true;
    case DW_OP_shr: *a = b < 64 ? *a >> b : 0; return true;
    default: return false;
    }
}

static bool step(struct machine *machine, const Dwarf_Op *operation) {
    uint8_t code = operation->atom;
    if (code >= DW_OP_lit0 && code <= DW_OP_lit31)
        return push(machine, code - DW_OP_lit0);
    if (code >= DW_OP_breg0 && code <= DW_OP_breg31)
        return push_register(machine, code - DW_OP_breg0, operation->number);
    if (code >= DW_OP_reg0 && code <= DW_OP_reg31) {
        machine->is_value = true;
        return push_register(machine, code - DW_OP_reg0, 0);
    }
    switch (code) {
    case DW_OP_const1u:
    case DW_OP_const2u:
    case DW_OP_const4u:
    case DW_OP_const8u:
    case DW_OP_constu:
    case DW_OP_const1s:
    case DW_OP_const2s:
    case DW_OP_const4s:
    case DW_OP_const8s:
    case DW_OP_consts: return push(machine, operation->number);
    case DW_OP_plus_uconst: return push(machine, operation->number) && combine(machine, DW_OP_plus);
    case DW_OP_fbreg: return push_base(machine, operation->number);
    case DW_OP_stack_value: return machine->is_value = true;
    case DW_OP_deref: {
        uint64_t *top = machine->depth ? &machine->stack[machine->depth - 1] : NULL;
        return top && read_word(machine->state, *top, top);
    }
    default: return combine(machine, code);
    }
}

/* Of 4 bytes, wherever it is. */
static bool read_variable(struct machine *machine, Dwarf_Die *variable, Dwarf_Addr place,
                          uint32_t *value) {
    Dwarf_Attribute attribute;
    Dwarf_Op *list;
    Dwarf_Word constant;
    size_t count;
    if (dwarf_attr(variable, DW_AT_const_value, &attribute)) {
        bool known = !dwarf_formudata(&attribute, &constant);
        *value = (uint32_t)constant;
        return known;
    }
    if (!dwarf_attr(variable, DW_AT_location, &attribute) ||
        dwarf_getlocation_addr(&attribute, place, &list, &count, 1) != 1)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!step(machine, &list[i]))
            return false;
    uint64_t result = machine->depth ? machine->stack[machine->depth - 1] : 0;
    bool known =
        machine->depth && (machine->is_value || read_word(machine->state, result, &result));
    *value = (uint32_t)result;
    return known;
}

/* ---- the work-item ---- */

static bool find_variable(Dwarf_Die *function, const char *name, Dwarf_Die *found) {
    if (dwarf_child(function, found))
        return false;
    do {
        const char *its = dwarf_tag(found) == DW_TAG_variable ? dwarf_diename(found) : NULL;
        if (its && !strcmp(its, name))
            return true;
    } while (!dwarf_siblingof(found, found));
    return false;
}

static bool find_item(const struct search *search, Dwfl_Frame *frame, Dwarf_Die *function,
                      Dwarf_Addr place) {
    static const char *const names[] = {TK_LOCAL_ID_VARIABLES};
    Dwarf_Attribute base;
    for (int axis = 0; axis < 3; axis++) {
        struct machine machine = {.state = search->state,
                                  .frame = frame,
                                  .base = dwarf_attr(function, DW_AT_frame_base, &base)};
        Dwarf_Die variable;
        if (!find_variable(function, names[axis], &variable) ||
            !read_variable(&machine, &variable, place, &search->result->local_id[axis]))
            return false;
    }
    return true;
}

/* ---- frames ---- */

/* The innermost one in the kernels' library: what that calls of others', memcpy for instance, is no
 * place of the user's. */
static void find_line(const struct search *search, Dwfl_Module *module, Dwarf_Addr place) {
    struct unwind_result *result = search->result;
    bool looked_for = module && module == search->library && !*result->file;
    Dwfl_Line *line = looked_for ? dwfl_module_getsrc(module, place) : NULL;
    const char *file = line ? dwfl_lineinfo(line, NULL, &result->line, NULL, NULL, NULL) : NULL;
    if (file)
        snprintf(result->file, sizeof result->file, "%s", file);
}

/* The function that has the code of a place, whatever was inlined there. */
static bool find_function(Dwarf_Die *unit, Dwarf_Addr place, Dwarf_Die *function) {
    if (!unit || dwarf_child(unit, function))
        return false;
    do
        if (dwarf_tag(function) == DW_TAG_subprogram && dwarf_haspc(function, place) == 1)
            return true;
    while (!dwarf_siblingof(function, function));
    return false;
}

static int look(Dwfl_Frame *frame, void *data) {
    const struct search *search = data;
    Dwarf_Addr place, bias = 0;
    Dwarf_Die function;
    bool here;
    if (!dwfl_frame_pc(frame, &place, &here))
        return DWARF_CB_ABORT;
    place -= !here;
    Dwfl_Module *module = dwfl_addrmodule(search->process, place);
    find_line(search, module, place);
    Dwarf_Die *unit = module ? dwfl_module_addrdie(module, place, &bias) : NULL;
    if (find_function(unit, place - bias, &function))
        search->result->has_item = find_item(search, frame, &function, place - bias);
    return search->result->has_item ? DWARF_CB_ABORT : DWARF_CB_OK;
}

/* ---- this process, as it was ---- */

static pid_t next_thread(Dwfl *process, void *state, void **thread) {
    if (*thread)
        return 0;
    *thread = state;
    return getpid();
}

static bool read_memory(Dwfl *process, Dwarf_Addr address, Dwarf_Word *word, void *state) {
    return read_word(state, address, word);
}

static bool set_registers(Dwfl_Thread *thread, void *data) {
    const struct unwind_state *state = data;
#if defined __x86_64__
    enum { COUNT = 17 };
#else
    enum { COUNT = 32 };
#endif
    Dwarf_Word registers[COUNT];
    for (int i = 0; i < COUNT; i++)
        registers[i] = state->registers[i];
    dwfl_thread_state_register_pc(thread, state->place);
    return dwfl_thread_state_registers(thread, 0, COUNT, registers);
}

void unwind(const struct unwind_state *state, struct unwind_result *result) {
    static const Dwfl_Callbacks callbacks = {.find_elf = dwfl_linux_proc_find_elf,
                                             .find_debuginfo = dwfl_standard_find_debuginfo};
    static const Dwfl_Thread_Callbacks threads = {.next_thread = next_thread,
                                                  .memory_read = read_memory,
                                                  .set_initial_registers = set_registers};
    struct search search = {state, result, dwfl_begin(&callbacks), NULL};
    *result = (struct unwind_result){0};
    if (!search.process)
        return;
    if (!dwfl_linux_proc_report(search.process, getpid()) &&
        !dwfl_report_end(search.process, NULL, NULL)) {
        search.library = dwfl_addrmodule(search.process, state->library);
        if (dwfl_attach_state(search.process, NULL, getpid(), &threads, (void *)state))
            dwfl_getthread_frames(search.process, getpid(), look, &search);
        find_line(&search, dwfl_addrmodule(search.process, state->place), state->place);
    }
    dwfl_end(search.process);
}
