/* The reader of Neutrino binaries on a good file, and on the same file with one thing wrong. */
#include "object/nbin.h"
#include "support/alloc.h"
#include "support/output.h"
#include "tests/suite.h"

#include <elf.h>
#include <string.h>

static struct diag_engine diag;
static char *bytes; /* the good file, to be spoiled */
static size_t size;
static char *messages;
static size_t messages_size;

static void set_up(void) {
    diag_init(&diag, "nbin_test");
    bytes = input_read(SMALL_NBIN, &size, &diag);
    ck_assert_ptr_nonnull(bytes);
    diag.stream = open_memstream(&messages, &messages_size);
    diag.color = false;
}

static void tear_down(void) {
    fclose(diag.stream);
    free(messages);
    free(bytes);
    diag_free(&diag);
}

static Elf64_Ehdr *elf_header(void) {
    return (Elf64_Ehdr *)bytes;
}

static Elf64_Phdr *segment(void) {
    return (Elf64_Phdr *)(bytes + elf_header()->e_phoff);
}

static Elf64_Shdr *section(unsigned index) {
    return (Elf64_Shdr *)(bytes + elf_header()->e_shoff) + index;
}

enum { HEADER_SECTION = 3, MAP_SECTION = 4 };

/* Replaces text in the map by text of the same length. */
static void edit_map(const char *from, const char *to) {
    ck_assert_uint_eq(strlen(from), strlen(to));
    char *found = memmem(bytes, size, from, strlen(from));
    ck_assert_ptr_nonnull(found);
    memcpy(found, to, strlen(to));
}

/* The file is refused with exactly this message, and nothing is left allocated. */
static void refused(const char *expected) {
    struct nbin nbin, empty;
    memset(&empty, 0, sizeof empty);
    ck_assert(!nbin_parse(bytes, size, "x.nbin", &nbin, &diag));
    fflush(diag.stream);
    char *line = xasprintf("x.nbin: error: %s\n", expected);
    ck_assert_str_eq(messages, line);
    ck_assert_mem_eq(&nbin, &empty, sizeof nbin);
    free(line);
}

START_TEST(a_good_file_is_read) {
    struct nbin nbin;
    ck_assert(nbin_read(SMALL_NBIN, &nbin, &diag));
    const struct neutrino_image_header *header = &nbin.image_header;
    ck_assert_mem_eq(header->magic, "NTRN", 4);
    ck_assert_uint_eq(header->version, 1);
    ck_assert_uint_eq(header->load_address, NEUTRINO_PRIVATE_BASE);
    ck_assert_uint_eq(header->entry, NEUTRINO_PRIVATE_BASE);
    ck_assert_uint_eq(header->image_bytes, 8);
    ck_assert_uint_eq(header->memory_bytes, 16); /* 8 and 6 of bss, in whole words */
    ck_assert_uint_eq(header->task_count, 2);
    ck_assert_uint_eq(header->abi_hash, 0x0123456789abcdef);
    ck_assert_uint_eq(nbin.image[0], 0x73); /* wfi */
    ck_assert_str_eq(nbin.header, "enum { a_task = 1 };\n");
    ck_assert_uint_eq(nbin.map[0], '{');
    ck_assert_uint_eq(nbin.task_count, 2);
    ck_assert_str_eq(nbin.tasks[0].name, "a_task");
    ck_assert_str_eq(nbin.tasks[0].args_type, "a_args_t");
    ck_assert_uint_eq(nbin.tasks[0].bytes, 8);
    ck_assert_ptr_null(nbin.tasks[1].args_type);
    ck_assert_uint_eq(nbin.tasks[1].id, 9);
    nbin_free(&nbin);
}
END_TEST

/* The file with inputs: the first with bytes, the second without. */
static void carry(void) {
    static struct nbin_input inputs[] = {{"a.c", "\177ELF\0object", 11}, {"b.a", NULL, 0}};
    struct nbin contents = {.header = "int header;\n", .map = "{}", .inputs = inputs};
    contents.input_count = 2;
    size_t made_size;
    char *made = nbin_make(bytes, size, &contents, &made_size);
    ck_assert_ptr_nonnull(made);
    free(bytes);
    bytes = made;
    size = made_size;
}

/* The file has a header and a map, which are found first: the ones that are added come after. */
enum { SMALL_SECTIONS = 8, ADDED_HEADER = SMALL_SECTIONS, ADDED_MAP, FIRST_INPUT, SECOND_INPUT };

START_TEST(inputs_are_carried) {
    struct nbin nbin;
    carry();
    ck_assert_uint_eq(elf_header()->e_shnum, SECOND_INPUT + 1);
    ck_assert(nbin_parse(bytes, size, "x.nbin", &nbin, &diag));
    ck_assert_str_eq(nbin.header, "enum { a_task = 1 };\n");
    ck_assert_uint_eq(nbin.input_count, 2);
    ck_assert_str_eq(nbin.inputs[0].name, "a.c");
    ck_assert_uint_eq(nbin.inputs[0].size, 11);
    ck_assert_mem_eq(nbin.inputs[0].bytes, "\177ELF\0object", 11);
    ck_assert_str_eq(nbin.inputs[1].name, "b.a");
    ck_assert_uint_eq(nbin.inputs[1].size, 0);
    nbin_free(&nbin);
    section(HEADER_SECTION)->sh_name = section(MAP_SECTION)->sh_name = 0;
    const Elf64_Shdr *added = section(ADDED_MAP);
    ck_assert_mem_eq(bytes + added->sh_offset, "{}", 2);
    refused("bad task table: Object item not found: version");
}
END_TEST

/* The file with another map. */
static void replace_map(const char *map) {
    struct nbin contents = {.header = "int header;\n", .map = (char *)map};
    char *made = nbin_make(bytes, size, &contents, &size);
    ck_assert_ptr_nonnull(made);
    free(bytes);
    bytes = made;
    section(HEADER_SECTION)->sh_name = section(MAP_SECTION)->sh_name = 0;
}

#define MAP_OF(tasks) "{\"version\": 1, \"abi_hash\": \"0123456789abcdef\", \"tasks\": " tasks "}"

START_TEST(tasks_that_are_no_array_are_refused) {
    replace_map(MAP_OF("{}"));
    refused("bad task table: \"tasks\" is no array");
}
END_TEST

START_TEST(too_many_tasks_are_refused) {
    enum { TASKS = NEUTRINO_MAX_TASK + 1 };
    char zero[3 * TASKS] = "0";
    for (unsigned i = 1; i < TASKS; i++)
        strcat(zero, ", 0");
    char *map = xasprintf(MAP_OF("[%s]"), zero), *message;
    message = xasprintf("bad task table: it has %d tasks", TASKS);
    replace_map(map);
    refused(message);
    free(message);
    free(map);
}
END_TEST

START_TEST(an_input_beyond_the_file_is_refused) {
    carry();
    section(SECOND_INPUT)->sh_size = size;
    refused("truncated: section .neutrino.input goes beyond the end of the file");
}
END_TEST

START_TEST(an_input_without_a_name_is_refused) {
    carry();
    section(SECOND_INPUT)->sh_size = 3;
    refused("section .neutrino.input has no name in it");
}
END_TEST

/* Of any of the file's prefixes, and of a file that is something else, there is no nbin to make. */
START_TEST(what_is_no_elf_carries_nothing) {
    struct nbin contents = {.header = "", .map = ""};
    size_t made_size;
    for (size_t length = 0; length < size; length++)
        ck_assert_ptr_null(nbin_make(bytes, length, &contents, &made_size));
    elf_header()->e_shstrndx = elf_header()->e_shnum;
    ck_assert_ptr_null(nbin_make(bytes, size, &contents, &made_size));
    elf_header()->e_shstrndx = 0;
    section(0)->sh_offset = size + 1;
    ck_assert_ptr_null(nbin_make(bytes, size, &contents, &made_size));
    elf_header()->e_ident[EI_CLASS] = ELFCLASS32;
    ck_assert_ptr_null(nbin_make(bytes, size, &contents, &made_size));
}
END_TEST

START_TEST(every_prefix_of_the_file_is_refused) {
    for (size_t length = 0; length < size; length++) {
        struct nbin nbin;
        char *prefix = malloc(length + 1); /* its own allocation, for the address sanitizer */
        memcpy(prefix, bytes, length);
        ck_assert_msg(!nbin_parse(prefix, length, "x.nbin", &nbin, &diag), "prefix %zu", length);
        free(prefix);
    }
}
END_TEST

START_TEST(what_is_no_file) {
    struct nbin nbin;
    ck_assert(!nbin_read("/nonexistent/x.nbin", &nbin, &diag));
    ck_assert(!nbin_read("/tmp", &nbin, &diag));
    fflush(diag.stream);
    ck_assert_str_eq(messages,
                     "/nonexistent/x.nbin: error: cannot read: No such file or directory\n"
                     "/tmp: error: cannot read: Is a directory\n");
}
END_TEST

/* X(test, how to spoil the file, message) */
#define SPOILED_FILES                                                                              \
    X(text_is_refused, memset(bytes, 'x', size), "neither a Neutrino binary nor its interface")    \
    X(zeros_are_refused, memset(bytes, 0, size), "not an ELF file, so no Neutrino binary")         \
    X(wrong_class, elf_header()->e_ident[EI_CLASS] = ELFCLASS32,                                   \
      "not a Neutrino binary: its ELF is not for 64-bit RISC-V")                                   \
    X(wrong_machine, elf_header()->e_machine = EM_X86_64,                                          \
      "not a Neutrino binary: its ELF is not for 64-bit RISC-V")                                   \
    X(object_file, elf_header()->e_type = ET_REL,                                                  \
      "not a Neutrino binary: its ELF is not an executable")                                       \
    X(below_memory, segment()->p_vaddr = 0x10000000,                                               \
      "segment at 0x10000000 of 0xe bytes is outside the Neutrino core's private memory")          \
    X(above_memory, segment()->p_vaddr = 0xe03ffff8,                                               \
      "segment at 0xe03ffff8 of 0xe bytes is outside the Neutrino core's private memory")          \
    X(overflowing_size, segment()->p_memsz = ~0ull,                                                \
      "segment at 0xe0000000 of 0xffffffffffffffff bytes is outside the Neutrino core's private "  \
      "memory")                                                                                    \
    X(more_in_file, segment()->p_filesz = 0x100,                                                   \
      "segment at 0xe0000000 has more bytes in the file than in memory")                           \
    X(beyond_file, segment()->p_offset = ~0ull,                                                    \
      "truncated: segment at 0xe0000000 goes beyond the end of the file")                          \
    X(nothing_to_load, segment()->p_type = PT_NOTE, "it has nothing to load")                      \
    X(only_bss, segment()->p_filesz = 0, "it has nothing to load")                                 \
    X(odd_address, segment()->p_vaddr = 0xe0000002, "its image is not aligned to 4 bytes")         \
    X(entry_outside, elf_header()->e_entry = 0xe0000008,                                           \
      "entry point 0xe0000008 is not in its image")                                                \
    X(entry_misaligned, elf_header()->e_entry = 0xe0000002,                                        \
      "entry point 0xe0000002 is not in its image")                                                \
    X(no_header, section(HEADER_SECTION)->sh_name = 0,                                             \
      "section .neutrino.header is missing: it was not made by nbc")                               \
    X(no_map, section(MAP_SECTION)->sh_name = ~0u,                                                 \
      "section .neutrino.map is missing: it was not made by nbc")                                  \
    X(section_beyond_file, section(MAP_SECTION)->sh_size = ~0ull,                                  \
      "truncated: section .neutrino.map goes beyond the end of the file")                          \
    X(section_without_bytes, section(HEADER_SECTION)->sh_type = SHT_NOBITS,                        \
      "truncated: section .neutrino.header goes beyond the end of the file")                       \
    X(zero_in_text, bytes[section(HEADER_SECTION)->sh_offset] = 0,                                 \
      "section .neutrino.header is not text")                                                      \
    X(no_section_headers, (elf_header()->e_shstrndx = SHN_XINDEX, elf_header()->e_shoff = ~0ull),  \
      "truncated: its section headers are missing")                                                \
    X(no_json, edit_map("{\"version", "?\"version"),                                               \
      "bad task table: line 1: '[' or '{' expected near '?'")                                      \
    X(other_version, edit_map("\"version\": 1", "\"version\": 2"),                                 \
      "it has version 2 of the format, this tool knows version 1")                                 \
    X(no_hash, edit_map("0123456789abcdef", "0123456789abcdeF"),                                   \
      "bad task table: '0123456789abcdeF' is no ABI hash")                                         \
    X(no_tasks, edit_map("\"tasks\"", "\"tacks\""),                                                \
      "bad task table: Object item not found: tasks")                                              \
    X(no_name, edit_map("\"name\": \"a_task\"", "\"name\": 12345678"),                             \
      "bad task table: Expected string, got integer")                                              \
    X(bad_name, edit_map("\"a_task\"", "\"a task\""), "bad task table: a name is no C identifier") \
    X(bad_args, edit_map("\"a_args_t\"", "1234567890"),                                            \
      "bad task table: \"args\" of 'a_task' is no string")                                         \
    X(id_zero, edit_map("\"id\": 1", "\"id\": 0"), "bad task table: 'a_task' has the id 0")        \
    X(ids_out_of_order, edit_map("\"id\": 9", "\"id\": 1"),                                        \
      "bad task table: 'b_task' is not in the order of ids")                                       \
    X(odd_bytes, edit_map("\"bytes\": 8", "\"bytes\": 7"),                                         \
      "bad task table: 'a_task' has arguments of 7 bytes")                                         \
    X(bytes_without_args, edit_map("\"bytes\": 0", "\"bytes\": 4"),                                \
      "bad task table: 'b_task' has arguments of 4 bytes")

#define X(name, spoil, message)                                                                    \
    START_TEST(name) {                                                                             \
        spoil;                                                                                     \
        refused(message);                                                                          \
    }                                                                                              \
    END_TEST
SPOILED_FILES
#undef X

#define X(name, spoil, message) name,
SUITE("nbin", set_up, tear_down, SPOILED_FILES a_good_file_is_read, inputs_are_carried,
      tasks_that_are_no_array_are_refused, too_many_tasks_are_refused,
      an_input_beyond_the_file_is_refused, an_input_without_a_name_is_refused,
      what_is_no_elf_carries_nothing, every_prefix_of_the_file_is_refused, what_is_no_file)
