#include "nbc/target.h"

#include "support/path.h"
#include "support/resource.h"

#include <stdlib.h>
#include <string.h>

static void common_arguments(struct string_list *arguments) {
    char *include = resource_include_directory(), *standard = resource_path("neutrino/include");
    string_list_add(arguments, "-ffreestanding");
    /* As kernels have it, and printf. */
    string_list_add(arguments, "-Xclang");
    string_list_add(arguments, "-mlong-double-64");
    string_list_add(arguments, "-Wformat-non-iso"); /* printf has what C has, and no more */
    string_list_add(arguments, "-D__task=__attribute__((annotate(\"neutrino.task\")))");
    string_list_add(arguments,
                    "-D__task_id_text(n)=__attribute__((annotate(\"neutrino.task_id.\" #n)))");
    string_list_add(arguments, "-D__task_id(n)=__task_id_text(n)");
    string_list_add(arguments, "-D__shared=__attribute__((annotate(\"neutrino.shared\")))");
    string_list_add(arguments, "-D__neutrino__=1");
    string_list_add(arguments, "-isystem");
    string_list_add(arguments, include);
    string_list_add(arguments, "-isystem");
    string_list_add(arguments, standard);
    free(include);
    free(standard);
}

void target_neutrino(struct string_list *arguments) {
    string_list_add(arguments, "--target=riscv64-unknown-elf");
    string_list_add(arguments, "-march=rv64imafd_zicsr_zifencei");
    string_list_add(arguments, "-mabi=lp64d");
    string_list_add(arguments, "-mcmodel=medany");
    string_list_add(arguments, "-mno-relax");
    common_arguments(arguments);
}

void target_wire(struct string_list *arguments) {
    string_list_add(arguments, "--target=riscv32-unknown-elf");
    string_list_add(arguments, "-march=rv32imafd_zicsr_zifencei");
    string_list_add(arguments, "-mabi=ilp32d");
    common_arguments(arguments);
}

void target_host(struct string_list *arguments) {
    char *include = resource_include_directory();
    string_list_add(arguments, "-ffp-contract=off");
    string_list_add(arguments, "-isystem");
    string_list_add(arguments, include);
    free(include);
}

void target_simt(struct string_list *arguments) {
    char *include = resource_include_directory(), *standard = resource_path("muon/include");
    static const char *const fixed[] = {"--target=riscv32-unknown-elf",
                                        "-march=rv32im_zicsr_zifencei_zfinx_zicond",
                                        "-mabi=ilp32",
                                        "-nostdlibinc",
                                        "-ffreestanding",
                                        "-Xclang",
                                        "-mlong-double-64",
                                        "-D__MUON__=1",
                                        "-D__MUON_CORES__=1",
                                        "-D__MUON_WARPS__=1",
                                        "-D__MUON_LANES__=1",
                                        "-isystem"};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        string_list_add(arguments, fixed[i]);
    string_list_add(arguments, include);
    string_list_add(arguments, "-isystem");
    string_list_add(arguments, standard);
    string_list_add(arguments, "-include");
    string_list_add(arguments, "neutrino/muon.h");
    free(include);
    free(standard);
}

/* The value of the last -x, NULL if it takes back the others. */
static const char *given_language(const struct string_list *user) {
    const char *language = NULL;
    for (size_t i = 0; i < user->count; i++) {
        const char *option = user->items[i];
        if (!strncmp(option, "-x", 2))
            language = option[2] ? option + 2 : i + 1 < user->count ? user->items[i + 1] : NULL;
    }
    return language && strcmp(language, "none") ? language : NULL;
}

bool target_is_c(const char *source, const struct string_list *user) {
    static const char *const extensions[] = {".c",   ".C",   ".cc",  ".CC",  ".cp", ".cpp",
                                             ".CPP", ".c++", ".C++", ".cxx", ".CXX"};
    const char *language = given_language(user);
    if (language)
        return !strcmp(language, "c") || !strcmp(language, "c++");
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (!strcmp(path_extension(source), extensions[i]))
            return true;
    return false;
}
