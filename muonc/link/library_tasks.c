#include "muonc/link/library_tasks.h"

#include "support/resource.h"

#include <gelf.h>
#include <stdlib.h>
#include <string.h>

static const char prefix[] = "__neutrino_task_";

/* ---- which ---- */

static bool has_task(const struct nbin *image, uint64_t id) {
    for (size_t i = 0; image && i < image->task_count; i++)
        if (image->tasks[i].id == id)
            return true;
    return false;
}

/* What a binary carries may not be enough. */
static bool can_be_linked_again(const struct nbin *image) {
    bool can = !image || image->input_count || !image->task_count;
    for (size_t i = 0; can && image && i < image->input_count; i++)
        can = image->inputs[i].size;
    return can;
}

/* A program is right without graphs of the host: that one starts each launch then. */
static bool is_dispensable(const char *task) {
    return !strcmp(task, "graph_run");
}

static void add_missing(Elf *elf, Elf_Scn *section, const GElf_Shdr *header,
                        const struct nbin *image, struct string_list *missing) {
    Elf_Data *symbols = elf_getdata(section, NULL);
    GElf_Sym symbol;
    for (int i = 0; symbols && gelf_getsym(symbols, i, &symbol); i++) {
        const char *name = elf_strptr(elf, header->sh_link, symbol.st_name);
        if (name && !strncmp(name, prefix, strlen(prefix)) && symbol.st_shndx == SHN_ABS &&
            !has_task(image, symbol.st_value) &&
            (can_be_linked_again(image) || !is_dispensable(name + strlen(prefix))))
            string_list_add(missing, name + strlen(prefix));
    }
}

struct string_list library_tasks_missing(char *program, size_t size, const struct nbin *image) {
    struct string_list missing = {0};
    elf_version(EV_CURRENT);
    Elf *elf = elf_memory(program, size);
    for (Elf_Scn *section = NULL; elf && (section = elf_nextscn(elf, section));) {
        GElf_Shdr header;
        if (gelf_getshdr(section, &header) && header.sh_type == SHT_SYMTAB)
            add_missing(elf, section, &header, image, &missing);
    }
    elf_end(elf);
    return missing;
}

/* ---- the image ---- */

static struct string_list nbc_command(const struct link_request *request,
                                      const struct string_list *tasks, const char *output,
                                      const struct diag_engine *diag) {
    struct string_list command = {0};
    char *nbc = resource_program("nbc");
    string_list_add(&command, nbc);
    if (request->nbin)
        string_list_addf(&command, "--relink=%s", request->nbin_path);
    for (size_t i = 0; i < tasks->count; i++)
        string_list_addf(&command, "--library-task=%s", tasks->items[i]);
    string_list_add(&command, diag->color ? "-fcolor-diagnostics" : "-fno-color-diagnostics");
    if (diag->json)
        string_list_add(&command, "--diagnostics-format=json");
    string_list_add(&command, "-o");
    string_list_add(&command, output);
    free(nbc);
    return command;
}

bool library_tasks_add(const struct link_request *request, const struct string_list *tasks,
                       struct nbin *image, struct diag_engine *diag) {
    char *output = xasprintf("%s/library.nbin", request->directory);
    struct string_list command = nbc_command(request, tasks, output, diag);
    struct program_run run = {.arguments = &command, .echo = request->echo};
    int status = program_execute(&run, diag);
    bool ok = status == 0 && nbin_read(output, image, diag);
    diag->errors += status && !diag->errors; /* nbc has said what is wrong */
    string_list_free(&command);
    free(output);
    return ok;
}
