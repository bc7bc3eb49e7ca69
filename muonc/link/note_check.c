#include "muonc/link/note_check.h"

#include "muonc/link/kernel_notes.h"
#include "muonc/link/note.h"
#include "support/alloc.h"

#include <fcntl.h>
#include <gelf.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct checker {
    const struct link_request *request;
    struct diag_engine *diag;
    bool has_shape;
    struct muon_note_shape shape;
    const char *shape_from; /* the file that said so */
    bool half_is_bfloat;
    const char *half_from; /* the file that said so, NULL: none has */
    struct kernel_notes kernels;
    bool linked; /* the notes are the program's, no more the inputs' */
    bool ok;
};

static bool same_shape(const struct muon_note_shape *a, const struct muon_note_shape *b) {
    return a->cores == b->cores && a->warps == b->warps && a->lanes == b->lanes;
}

static void check_shape(struct checker *checker, const char *path,
                        const struct muon_note_shape *shape) {
    const struct muon_note_shape *first = &checker->shape;
    if (checker->has_shape && !same_shape(shape, first)) {
        diag_file_error(checker->diag, path,
                        "compiled for %u cores × %u warps × %u lanes, but %s for "
                        "%u cores × %u warps × %u lanes",
                        shape->cores, shape->warps, shape->lanes, checker->shape_from, first->cores,
                        first->warps, first->lanes);
        checker->ok = false;
    } else if (!checker->has_shape) {
        checker->has_shape = true;
        checker->shape = *shape;
        checker->shape_from = path;
    }
}

static void check_abi(struct checker *checker, const char *path, uint64_t abi_hash) {
    const struct nbin *nbin = checker->request->nbin;
    if (nbin && nbin->image_header.abi_hash == abi_hash)
        return;
    checker->ok = false;
    if (!nbin)
        diag_file_error(checker->diag, path,
                        "it uses Neutrino tasks; link it with the --neutrino=FILE.nbin "
                        "that it was compiled with");
    else
        diag_file_error(checker->diag, path,
                        "compiled against another tasks.h than that of '%s' (ABI hash %016" PRIx64
                        ", not %016" PRIx64 "); compile it again",
                        checker->request->nbin_path, abi_hash, nbin->image_header.abi_hash);
}

static void check_half(struct checker *checker, const char *path, bool is_bfloat) {
    static const char *const formats[] = {"ieee", "bf16"};
    if (checker->half_from && checker->half_is_bfloat != is_bfloat) {
        diag_file_error(checker->diag, path, "compiled with -mhalf=%s, but %s with -mhalf=%s",
                        formats[is_bfloat], checker->half_from, formats[!is_bfloat]);
        checker->ok = false;
    } else if (!checker->half_from) {
        checker->half_is_bfloat = is_bfloat;
        checker->half_from = path;
    }
}

static void check_kernel(struct checker *checker, const char *path, const struct note *note) {
    checker->ok &= checker->linked ? kernel_notes_link(&checker->kernels, note, path, checker->diag)
                                   : kernel_notes_add(&checker->kernels, note, path, checker->diag);
}

static void check_notes(struct checker *checker, const char *path, const uint8_t *bytes,
                        size_t size) {
    struct note note;
    for (size_t offset = 0; note_next(bytes, size, &offset, &note);) {
        if (note.type == MUON_NOTE_ABI)
            check_abi(checker, path, note.abi_hash);
        else if (note.type == MUON_NOTE_HALF)
            check_half(checker, path, note.half_is_bfloat);
        else if (note.type == MUON_NOTE_KERNEL)
            check_kernel(checker, path, &note);
        else if (note.type == MUON_NOTE_SHAPE && !checker->request->no_start_files)
            check_shape(checker, path, &note.shape);
    }
}

static void check_object(struct checker *checker, const char *path, Elf *elf) {
    size_t names;
    if (elf_kind(elf) != ELF_K_ELF || elf_getshdrstrndx(elf, &names))
        return;
    for (Elf_Scn *scn = NULL; (scn = elf_nextscn(elf, scn));) {
        GElf_Shdr header;
        const char *name =
            gelf_getshdr(scn, &header) ? elf_strptr(elf, names, header.sh_name) : NULL;
        Elf_Data *data = name && !strcmp(name, NOTE_SECTION) ? elf_rawdata(scn, NULL) : NULL;
        if (data && data->d_buf)
            check_notes(checker, path, data->d_buf, data->d_size);
    }
}

static void check_inputs(struct checker *checker) {
    const struct string_list *inputs = checker->request->inputs;
    elf_version(EV_CURRENT);
    for (size_t i = 0; i < inputs->count; i++) {
        const char *path = inputs->items[i], *name = checker->request->names->items[i];
        if (path[0] == '-') /* an option of the linker */
            continue;
        int file = open(path, O_RDONLY | O_CLOEXEC);
        if (file < 0)
            continue; /* the linker says why it cannot be read */
        Elf *elf = elf_begin(file, ELF_C_READ, NULL);
        if (elf)
            check_object(checker, name, elf);
        elf_end(elf);
        close(file);
    }
}

bool note_check_inputs(const struct link_request *request, struct diag_engine *diag) {
    struct checker checker = {.request = request, .diag = diag, .ok = true};
    check_inputs(&checker);
    kernel_notes_free(&checker.kernels);
    return checker.ok;
}

static void add_note_section(struct image *image) {
    image->sections =
        xrealloc(image->sections, (image->section_count + 1) * sizeof *image->sections);
    image->sections[image->section_count++] =
        (struct image_section){.name = xstrdup(NOTE_SECTION), .type = SHT_NOTE, .alignment = 4};
}

bool note_check_program(const struct link_request *request, struct image *image,
                        struct diag_engine *diag) {
    struct checker checker = {.request = request, .diag = diag, .ok = true};
    struct image_section *section = image_find_section(image, NOTE_SECTION);
    check_inputs(&checker); /* they agree; what differs came out of an archive */
    checker.linked = true;
    if (section && section->bytes)
        check_notes(&checker, "a library member", section->bytes, section->size);
    if (!section) {
        add_note_section(image);
        section = &image->sections[image->section_count - 1];
    }
    struct muon_note_shape shape = checker.has_shape ? checker.shape : request->shape;
    if (request->no_start_files)
        shape.stack_bytes = 0;
    size_t size;
    free(section->bytes);
    section->bytes = note_bytes(&shape, request->nbin != NULL,
                                request->nbin ? request->nbin->image_header.abi_hash : 0, &size);
    const struct image_section *local = image_find_section(image, ".shared_local");
    kernel_notes_write(&checker.kernels, local ? local->size : 0, &section->bytes, &size);
    kernel_notes_free(&checker.kernels);
    section->size = (uint32_t)size;
    return checker.ok;
}
