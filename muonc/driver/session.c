#include "muonc/driver/session.h"

#include "muonc/link/note.h"
#include "support/output.h"
#include "support/resource.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *path_with_suffix(const char *path, const char *suffix) {
    const char *slash = strrchr(path, '/');
    const char *name = strcmp(path, "-") ? (slash ? slash + 1 : path) : "stdin";
    const char *dot = strrchr(name, '.');
    int length = (int)(dot && dot > name ? (size_t)(dot - name) : strlen(name));
    return xasprintf("%.*s%s", length, name, suffix);
}

/* ---- the generated header ---- */

/* Clang includes the header under the nbin's own name, through an overlay of its file system: so
 * messages, dependency files and debug information name a file that exists and does not change. */
static bool make_overlay(struct session *session) {
    const char *nbin = session->command->nbin_path;
    char *header = xasprintf("%s/tasks.h", session->directory);
    char *absolute = realpath(nbin, NULL);
    char *cwd = getcwd(NULL, 0);
    char *spelled = nbin[0] == '/' ? xstrdup(nbin) : xasprintf("%s/%s", cwd ? cwd : "", nbin);
    json_t *overlay = json_pack("{s:i, s:b, s:[{s:s, s:s, s:s}, {s:s, s:s, s:s}]}", "version", 0,
                                "use-external-names", 0, "roots", "type", "file", "name", spelled,
                                "external-contents", header, "type", "file", "name",
                                absolute ? absolute : spelled, "external-contents", header);
    char *text = overlay ? json_dumps(overlay, 0) : NULL;
    session->overlay = xasprintf("%s/overlay.json", session->directory);
    bool ok = text && output_write(header, session->nbin.header, strlen(session->nbin.header),
                                   session->diag);
    ok = ok && output_write(session->overlay, text, strlen(text), session->diag);
    if (!text)
        diag_file_error(session->diag, nbin, "the file's name is no UTF-8");
    json_decref(overlay);
    free(text);
    free(spelled);
    free(cwd);
    free(absolute);
    free(header);
    return ok;
}

/* ---- the session ---- */

bool session_open(struct session *session, const struct command *command,
                  struct diag_engine *diag) {
    *session = (struct session){.command = command, .diag = diag};
    if (command->nbin_path) {
        session->has_nbin = nbin_read(command->nbin_path, &session->nbin, diag);
        if (!session->has_nbin)
            return false;
    }
    session->directory = program_temporary_directory(diag);
    session->include = resource_include_directory();
    if (!session->directory || (session->has_nbin && !make_overlay(session)))
        return false;
    session->notes = note_assembly(&command->shape, session->has_nbin,
                                   session->has_nbin ? session->nbin.image_header.abi_hash : 0);
    return true;
}

void session_close(struct session *session) {
    program_abandon(&session->lld);
    if (session->directory)
        program_remove_directory(session->directory);
    if (session->has_nbin)
        nbin_free(&session->nbin);
    free(session->directory);
    free(session->include);
    free(session->overlay);
    free(session->notes);
    free(session->targets);
    *session = (struct session){0};
}

/* ---- clang ---- */

/* RV32 with integer-register floats and conditional zeroing; everything that the later steps need
 * to know of code addresses in relocations; no jump tables, so that the uniformity analysis sees
 * each branch; no errno, so that fmaf and sqrtf are instructions; calls and inline assembly
 * convergent, so that no optimisation copies them. */
static const char *const target_options[] = {
    "--target=riscv32-unknown-elf",
    "-march=rv32im_zicsr_zifencei_zfinx_zicond",
    "-mabi=ilp32",
    "-mrelax",
    "-fno-pic",
    "-fno-jump-tables",
    "-fno-math-errno",
    "-ffunction-sections",
    "-fdata-sections",
    "-fno-asynchronous-unwind-tables",
    "-Xclang",
    "-disable-O0-optnone",
    "-Xclang",
    "-fconvergent-functions",
    "-Wno-atomic-alignment",    /* speaks of locks that there are not: [nu-atomic] */
    "-fno-discard-value-names", /* messages of the IR step name variables */
    "-fdebug-compilation-dir=.",
};

struct string_list session_clang(const struct session *session, enum language language,
                                 bool preprocess) {
    const struct command *command = session->command;
    struct string_list list = {0};
    string_list_add(&list, program_clang());
    for (size_t i = 0; i < sizeof target_options / sizeof *target_options; i++)
        string_list_add(&list, target_options[i]);
    string_list_addf(&list, "-ffile-prefix-map=%s/=", session->include);
    string_list_add(&list, "-O2");
    /* Reports want lines, so there are line tables unless the user asks for more, or for none. */
    if (!command->no_debug)
        string_list_add(&list, "-gdwarf-4");
    if (!command->no_debug && !command->debug_given)
        string_list_add(&list, "-gline-tables-only");
    if (language_is_cxx(language)) {
        string_list_add(&list, "-fno-exceptions");
        string_list_add(&list, "-fno-rtti");
        string_list_add(&list, "-fno-threadsafe-statics");
    }
    for (size_t i = 0; i < command->compiler.count; i++)
        string_list_add(&list, command->compiler.items[i]);
    if (command->no_debug)
        string_list_add(&list, "-g0");
    if (!preprocess || language_is_preprocessed(language))
        return list;
    string_list_add(&list, "-nostdlibinc");
    string_list_add(&list, "-D__MUON__=1");
    string_list_addf(&list, "-D__MUON_CORES__=%u", command->shape.cores);
    string_list_addf(&list, "-D__MUON_WARPS__=%u", command->shape.warps);
    string_list_addf(&list, "-D__MUON_LANES__=%u", command->shape.lanes);
    for (size_t i = 0; i < command->preprocessor.count; i++)
        string_list_add(&list, command->preprocessor.items[i]);
    string_list_addf(&list, "-isystem%s", session->include);
    char *standard = resource_path("muon/include");
    if (language_is_cxx(language))
        string_list_addf(&list, "-isystem%s/c++", standard);
    string_list_addf(&list, "-isystem%s", standard);
    free(standard);
    if (language_is_source(language)) {
        string_list_add(&list, "-include");
        string_list_add(&list, "neutrino/muon.h");
    }
    if (session->overlay && language_is_source(language)) {
        string_list_add(&list, "-ivfsoverlay");
        string_list_add(&list, session->overlay);
        string_list_add(&list, "-include");
        string_list_add(&list, command->nbin_path);
    }
    return list;
}

int session_run(const struct session *session, const struct string_list *arguments,
                const char *input, size_t input_size, char **output, size_t *output_size) {
    struct program_run run = {arguments,  session->command->echo, input, input_size, output,
                              output_size};
    return program_execute(&run, session->diag);
}
