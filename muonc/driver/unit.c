#include "muonc/driver/unit.h"

#include "muonc/assembler/assembler.h"
#include "muonc/assembler/include.h"
#include "muonc/driver/compiler.h"
#include "muonc/driver/prefix_map.h"
#include "muonc/driver/preprocess.h"
#include "muonc/driver/results.h"
#include "muonc/driver/source.h"
#include "muonc/lower/needed.h"
#include "support/output.h"
#include "support/resource.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a unit is between two steps. */
struct unit {
    struct session *session;
    const struct input *input;
    struct source source; /* of C and C++ */
    bool lowered;         /* it has had calls, and clang has said what it has to say about it */
    bool readable;        /* LLVM assembly in the place of bitcode, see bitcode_command */
    struct ahead {
        struct program clang; /* that waits for the source */
        struct string_list command;
    } ahead;
    struct buffer bitcode;
    bool for_places;    /* compiled again, with all debug information, for messages only */
    char *notes;        /* assembly: the session's and the unit's own, NULL if it has none */
    struct buffer text; /* of assembly */
};

static bool write_result(const struct unit *unit, enum action action, const char *output,
                         const struct buffer *result) {
    struct session *session = unit->session;
    if (action == ACTION_OBJECT && session->keeps_objects)
        return output_write(output, result->bytes, result->size, session->diag);
    outputs_add(&session->outputs, output, result->bytes, result->size);
    return true;
}

static bool save_temporary(const struct unit *unit, const char *suffix,
                           const struct buffer *buffer) {
    const struct command *command = unit->session->command;
    if (!command->save_temps || command->echo == PROGRAM_DRY_RUN)
        return true;
    char *path = result_name(unit->input->path, suffix);
    bool ok = output_write(path, buffer->bytes, buffer->size, unit->session->diag);
    free(path);
    return ok;
}

/* Takes the note over. */
static void add_note(struct unit *unit, char *note) {
    char *notes = xasprintf("%s%s",
                            unit->notes            ? unit->notes
                            : unit->session->notes ? unit->session->notes
                                                   : "",
                            note);
    free(unit->notes);
    free(note);
    unit->notes = notes;
}

/* ---- lowering ---- */

/* Clang's warnings and errors about the source as the user wrote it. */
static bool diagnose(const struct unit *unit) {
    const struct source original = source_original(&unit->source);
    struct string_list clang = source_clang(&original);
    string_list_add(&clang, "-fsyntax-only");
    source_add(&original, &clang);
    bool ok = source_run(&original, &clang, NULL);
    string_list_free(&clang);
    return ok;
}

/* The facts' places are paths that the object keeps. */
static void add_facts(struct unit *unit, struct fact_list *facts) {
    const struct session *session = unit->session;
    struct string_list clang = session_clang(session, unit->input->language, PREPROCESS_NOTHING);
    for (size_t i = 0; i < facts->count; i++) {
        struct fact *fact = &facts->items[i];
        char *mapped = fact->file ? prefix_map_path(fact->file, &clang) : NULL;
        free(fact->file);
        fact->where.file = fact->file = mapped;
    }
    string_list_free(&clang);
    size_t size;
    uint8_t *bytes = facts_write(facts, &size);
    if (bytes && session->target->fact_notes)
        add_note(unit, session->target->fact_notes(bytes, size));
    free(bytes);
}

static void add_kernel_notes(struct unit *unit, const struct string_list *signatures) {
    const struct target *target = unit->session->target;
    for (size_t i = 0; target->kernel_note && i < signatures->count; i++)
        add_note(unit, target->kernel_note(signatures->items[i]));
}

/* What the object says of _Float16. A macro has hidden it from a unit in which it is bfloat. */
static void add_half_note(struct unit *unit, bool has_half) {
    const struct session *session = unit->session;
    bool is_bfloat = session->command->half_is_bfloat;
    if (session->target->half_note && (is_bfloat || has_half))
        add_note(unit, session->target->half_note(is_bfloat));
}

/* Replaces the calls, if they are in the text. */
static enum lower_status lower_text(const struct unit *unit, const struct compiler *compiler,
                                    struct lower_result *result) {
    const struct session *session = unit->session;
    const struct source *source = &unit->source;
    struct string_list clang = source_clang(source);
    preprocess_add_input(&clang, &(struct input){unit->input->path, source_language(source)});
    free(clang.items[--clang.count]); /* the source itself */
    if (source->changed) /* what is to be said of it is known, and -Werror is of no use */
        string_list_add(&clang, "-w");
    struct lower_request request = {
        .text = source->text.bytes,
        .size = source->text.size,
        .path = source_path(source),
        .header = session->target->header,
        .arguments = &clang,
        .nbin = session->has_nbin ? &session->nbin : NULL,
        .expanded = &source->expanded,
        .cxx = language_is_cxx(source->input->language),
        .host = session->target->is_host,
    };
    enum lower_status status = compiler->lower_unit(&request, session->diag, result);
    string_list_free(&clang);
    return status;
}

/* Changes the text until its calls can be replaced. False after a diagnostic. */
static bool lower_prepared(struct unit *unit, const struct compiler *compiler,
                           struct lower_result *result, enum lower_status *status) {
    enum { MOST = 6 }; /* times; two of them are what it takes */
    for (int i = 0; i < MOST && (*status == LOWER_OUTSIDE || *status == LOWER_MACROS); i++) {
        bool prepared = *status == LOWER_OUTSIDE
                            ? source_flatten(&unit->source)
                            : source_expand(&unit->source, result->uses, result->use_count);
        free(result->uses);
        if (!prepared)
            return false;
        *status = lower_text(unit, compiler, result);
    }
    if (*status == LOWER_DONE || *status == LOWER_FAILED)
        return true;
    diag_file_error(unit->session->diag, source_path(&unit->source),
                    "clang accepts the source, but not with its macros expanded where calls are");
    return false;
}

/* Lowers the unit if there is anything to lower. */
static bool lower(struct unit *unit, const struct compiler *compiler) {
    struct lower_result result;
    enum lower_status status = lower_text(unit, compiler, &result);
    bool warned = result.warned;
    unit->readable = result.assembly;
    add_half_note(unit, result.half);
    unit->lowered = status != LOWER_NOTHING;
    bool ok = status == LOWER_REJECTED || status == LOWER_NOTHING ||
              lower_prepared(unit, compiler, &result, &status);
    if (status == LOWER_REJECTED || (unit->lowered && warned))
        ok = diagnose(unit) && ok;
    if (ok && status == LOWER_REJECTED)
        diag_file_error(unit->session->diag, source_path(&unit->source),
                        "clang accepts the source, but its library does not");
    if (status == LOWER_DONE)
        ok = source_replace(&unit->source, result.text, result.size) && ok;
    add_facts(unit, &result.facts);
    add_kernel_notes(unit, &result.kernels);
    facts_free(&result.facts);
    string_list_free(&result.kernels);
    return ok && (status == LOWER_DONE || status == LOWER_NOTHING);
}

/* ---- bitcode ---- */

/* Whether clang makes the code of what the IR step leaves. */
static bool is_clangs(const struct unit *unit) {
    return unit->session->target->codegen.backend == BACKEND_CLANG;
}

/* Clang's command line. A lowered source's warnings have been given. Clang hands assembly at file
 * scope to stock RISC-V's assembler when it writes bitcode, for the symbols in it, and so refuses
 * Muon's; LLVM assembly, which takes longer, it writes without. */
static struct string_list bitcode_command(const struct unit *unit) {
    const struct source *source = &unit->source;
    struct string_list clang = source_clang(source);
    if (!unit->for_places && !source->flat && !language_is_preprocessed(unit->input->language))
        preprocess_ask_for_dependencies(unit->session, &clang);
    if (unit->lowered || unit->for_places)
        string_list_add(&clang, "-w");
    if (unit->for_places)
        string_list_add(&clang, "-g");
    /* The IR step verifies the bitcode, whoever made it. */
    string_list_add(&clang, "-Xclang");
    string_list_add(&clang, "-disable-llvm-verifier");
    if (is_clangs(unit)) { /* which optimises what the IR step makes of it */
        string_list_add(&clang, "-Xclang");
        string_list_add(&clang, "-disable-llvm-passes");
    }
    string_list_add(&clang, "-emit-llvm");
    string_list_add(&clang, unit->readable ? "-S" : "-c");
    string_list_add(&clang, "-o");
    string_list_add(&clang, "-");
    session_add_messages_file(unit->session, &clang, "bitcode");
    source_add(source, &clang);
    return clang;
}

/* Clang takes as long to load as to compile a small kernel: so it is started with the command that
 * is likely. A command to show is shown when it runs, so it is started then. */
static void start_clang(struct unit *unit) {
    if (unit->session->command->echo != PROGRAM_SILENT)
        return;
    unit->lowered = lower_likely(unit->source.text.bytes);
    unit->ahead.command = bitcode_command(unit);
    program_start(&unit->ahead.clang, &unit->ahead.command,
                  PROGRAM_INPUT | PROGRAM_OUTPUT | PROGRAM_MESSAGES);
}

/* Ends the clang that waits if it is not the one that is wanted. */
static void check_ahead(struct ahead *ahead, const struct string_list *command) {
    bool same = ahead->clang.name && ahead->command.count == command->count;
    for (size_t i = 0; same && i < command->count; i++)
        same = !strcmp(ahead->command.items[i], command->items[i]);
    if (!same)
        program_abandon(&ahead->clang);
}

static bool make_bitcode(struct unit *unit) {
    struct session *session = unit->session;
    struct string_list clang = bitcode_command(unit);
    struct program_run run = {
        .arguments = &clang,
        .captured = &unit->bitcode.bytes,
        .captured_size = &unit->bitcode.size,
    };
    run.input = source_stdin(&unit->source, &run.input_size);
    if (session->link && !unit->for_places && session->target->link_begin)
        session->target->link_begin(session->link);
    check_ahead(&unit->ahead, &clang);
    int status = session_run_program(session, &unit->ahead.clang, run);
    string_list_free(&clang);
    if (!unit->for_places)
        preprocess_note_dependencies(session);
    return status == 0 && (unit->for_places ||
                           save_temporary(unit, unit->readable ? ".ll" : ".bc", &unit->bitcode));
}

/* ---- preparation ---- */

/* Runs the preprocessor only for what nobody else tells. */
static bool save_preprocessed(const struct unit *unit) {
    const struct source original = source_original(&unit->source);
    const char *suffix = language_is_cxx(unit->input->language) ? ".ii" : ".i";
    struct buffer text = {0};
    if (original.preprocessed)
        return save_temporary(unit, suffix, &original.text);
    bool ok =
        source_preprocess(&original, NULL, false, &text) && save_temporary(unit, suffix, &text);
    free(text.bytes);
    return ok;
}

static bool note_dependencies(const struct unit *unit) {
    struct buffer text = {0};
    bool ok = source_preprocess(&unit->source, NULL, true, &text);
    free(text.bytes);
    return ok;
}

/* Lowers the unit if there is anything to lower. */
static bool prepare(struct unit *unit, enum action action) {
    const struct session *session = unit->session;
    bool preprocessed = language_is_preprocessed(unit->input->language);
    compiler_begin_loading();
    if (!source_open(&unit->source, unit->session, unit->input) ||
        (session->command->half_is_bfloat && !source_take_bfloat(&unit->source)))
        return false;
    if (action != ACTION_LOWERED)
        start_clang(unit);
    const struct compiler *compiler = compiler_get(session->diag);
    if (!compiler || !lower(unit, compiler))
        return false;
    if (session->command->save_temps && !preprocessed && !save_preprocessed(unit))
        return false;
    if (action == ACTION_LOWERED && session->dependencies && !unit->source.flat && !preprocessed &&
        !note_dependencies(unit))
        return false;
    return !unit->lowered || save_temporary(unit, ".lowered", &unit->source.text);
}

/* ---- code generation ---- */

static unsigned ir_level(char optimization) {
    switch (optimization) {
    case '0':
    case '1':
    case '3': return (unsigned)(optimization - '0');
    case 'g': return 1;
    default: return 2;
    }
}

static bool run_ir(const struct unit *unit, enum action action, struct diag_engine *diag,
                   struct buffer *result) {
    const struct session *session = unit->session;
    const struct compiler *compiler = compiler_get(diag);
    const char *bitcode = session->target->inline_library;
    char *inline_library = bitcode ? resource_path(bitcode) : NULL;
    struct ir_request request = {
        .bitcode = unit->bitcode.bytes,
        .bitcode_size = unit->bitcode.size,
        .path = unit->input->path,
        .target = session->target,
        .options = {.optimization = ir_level(session->command->optimization),
                    .output = action == ACTION_LLVM  ? IR_LLVM
                              : action == ACTION_ASM ? IR_ASM
                                                     : IR_OBJECT,
                    .divergence = session->command->divergence,
                    .include_directories = &session->command->include_directories,
                    .inline_library = inline_library,
                    .notes = unit->notes ? unit->notes : session->notes},
    };
    bool ok = compiler && compiler->ir_compile(&request, diag, &result->bytes, &result->size);
    free(inline_library);
    return ok;
}

/* A copy of the engine whose messages are kept in a buffer. */
static struct diag_engine keep_messages(const struct diag_engine *diag, struct buffer *kept) {
    struct diag_engine copy = *diag;
    copy.stream = open_memstream(&kept->bytes, &kept->size);
    return copy;
}

/* Prints what was kept, and goes on from there. */
static void tell_messages(struct diag_engine *diag, const struct diag_engine *copy,
                          const struct buffer *kept) {
    FILE *stream = diag->stream;
    fwrite(kept->bytes, 1, kept->size, stream);
    *diag = *copy;
    diag->stream = stream;
}

/* Fails once more, with all debug information. False if it does not fail then: what was said first
 * is said. */
static bool fail_with_places(struct unit *unit, enum action action) {
    struct diag_engine *diag = unit->session->diag;
    struct buffer result = {0}, kept = {0};
    struct diag_engine copy = keep_messages(diag, &kept);
    free(unit->bitcode.bytes);
    unit->bitcode = (struct buffer){0};
    unit->for_places = true;
    bool failed = make_bitcode(unit) && !run_ir(unit, action, &copy, &result);
    fclose(copy.stream);
    if (failed)
        tell_messages(diag, &copy, &kept);
    free(result.bytes);
    free(kept.bytes);
    return failed;
}

/* Line tables do not have the places of variables, and without debug information nothing has one.
 * As they are needed for errors only, no unit that is right pays for them. */
static bool run_ir_placed(struct unit *unit, enum action action, struct buffer *result) {
    struct diag_engine *diag = unit->session->diag;
    struct buffer kept = {0};
    struct diag_engine copy = keep_messages(diag, &kept);
    bool ok = run_ir(unit, action, &copy, result);
    fclose(copy.stream);
    bool lacks_places = !ok && copy.unplaced > diag->unplaced;
    if (!lacks_places || !fail_with_places(unit, action))
        tell_messages(diag, &copy, &kept);
    free(kept.bytes);
    return ok;
}

/* The code of the bitcode in the buffer, in its place. */
static bool run_clangs_codegen(const struct unit *unit, enum action action, struct buffer *code) {
    const struct session *session = unit->session;
    struct string_list clang = session_clang(session, LANGUAGE_C_PREPROCESSED, PREPROCESS_NOTHING);
    const char *const last[] = {"-Wno-unused-command-line-argument",
                                "-Wno-override-module",
                                action == ACTION_ASM ? "-S" : "-c",
                                "-x",
                                "ir",
                                "-o",
                                "-",
                                "-"};
    struct buffer made = {0};
    for (size_t i = 0; i < sizeof last / sizeof *last; i++)
        string_list_add(&clang, last[i]);
    bool ok = session_run(session, &clang, code->bytes, code->size, &made.bytes, &made.size) == 0;
    string_list_free(&clang);
    free(code->bytes);
    *code = made;
    return ok;
}

static bool generate(struct unit *unit, enum action action, const char *output) {
    const struct command *command = unit->session->command;
    struct buffer result = {0};
    bool ok = run_ir_placed(unit, action, &result);
    if (ok && is_clangs(unit) && action != ACTION_LLVM)
        ok = run_clangs_codegen(unit, action, &result);
    ok = ok && write_result(unit, action, output, &result);
    if (ok && command_links(command))
        ok = save_temporary(unit, ".o", &result);
    free(result.bytes);
    return ok;
}

static bool compile_source(struct unit *unit, enum action action, const char *output) {
    if (unit->session->command->echo == PROGRAM_DRY_RUN) {
        unit->source = (struct source){.session = unit->session, .input = unit->input};
        return action == ACTION_LOWERED || make_bitcode(unit);
    }
    if (!prepare(unit, action))
        return false;
    if (action == ACTION_LOWERED) {
        source_print(&unit->source, output);
        return true;
    }
    return make_bitcode(unit) && generate(unit, action, output);
}

/* ---- assembly ---- */

static bool run_assembler(const struct unit *unit, const struct string_list *clang,
                          const struct buffer *text, struct buffer *object) {
    return session_run(unit->session, clang, text->bytes, text->size, &object->bytes,
                       &object->size) == 0;
}

/* Once more, from a text without the directories that shall not show, if there are any. */
static bool assemble_mapped(const struct unit *unit, struct string_list *clang,
                            struct buffer *object) {
    struct buffer text = {0};
    text.bytes = prefix_map_markers(unit->text.bytes, unit->text.size, clang, &text.size);
    if (!text.bytes)
        return true;
    free(object->bytes);
    *object = (struct buffer){0};
    string_list_add(clang, "-w");
    bool ok = run_assembler(unit, clang, &text, object);
    free(text.bytes);
    return ok;
}

static bool assemble(struct unit *unit, const char *output) {
    struct session *session = unit->session;
    bool dry_run = session->command->echo == PROGRAM_DRY_RUN;
    struct string_list clang = session_clang(session, LANGUAGE_ASSEMBLER_RAW, PREPROCESS_NOTHING);
    const char *const last[] = {
        "-Wno-unused-command-line-argument", "-c", "-x", "assembler", "-o", "-", "-"};
    struct buffer object = {0};
    for (size_t i = 0; i < sizeof last / sizeof *last; i++)
        string_list_add(&clang, last[i]);
    bool ok = run_assembler(unit, &clang, &unit->text, &object);
    if (ok && !dry_run)
        ok = assemble_mapped(unit, &clang, &object) &&
             write_result(unit, ACTION_OBJECT, output, &object);
    string_list_free(&clang);
    free(object.bytes);
    return ok;
}

static const char *shown_path(const struct unit *unit) {
    return strcmp(unit->input->path, "-") ? unit->input->path : "<stdin>";
}

/* Puts the files of .include directives into the text. */
static void include_files(struct unit *unit, struct string_list *files) {
    const struct include_search search = {
        .directories = &unit->session->command->include_directories, .files = files};
    size_t size;
    char *text = include_expand(unit->text.bytes, unit->text.size, ASSEMBLER_FILE, shown_path(unit),
                                &search, &size);
    if (text) {
        free(unit->text.bytes);
        unit->text = (struct buffer){text, size};
    }
}

static bool compile_assembly(struct unit *unit, enum action action, const char *output) {
    struct session *session = unit->session;
    if (session->target->is_host) {
        diag_raise(session->diag, DIAG_NU_HOST, DIAG_FILE(unit->input->path),
                   "assembly is of Muon's cores: the CPU's kernels are C and C++");
        return false;
    }
    if (!preprocess(session, unit->input, &unit->text))
        return false;
    if (session->command->echo == PROGRAM_DRY_RUN)
        return assemble(unit, output);
    if (action == ACTION_LOWERED || action == ACTION_LLVM) {
        diag_file_error(session->diag, unit->input->path, "assembly has no such form");
        return false;
    }
    struct string_list files = {0};
    include_files(unit, &files);
    if (files.count > 0)
        preprocess_add_dependencies(session, &files);
    string_list_free(&files);
    char *text =
        session->target->assembly.rewrite(unit->text.bytes, unit->text.size, ASSEMBLER_FILE,
                                          DIAG_FILE(unit->input->path), session->diag);
    if (!text)
        return false;
    free(unit->text.bytes);
    /* The preprocessor has said already where the text is from. */
    unit->text.bytes = unit->input->language == LANGUAGE_ASSEMBLER_RAW
                           ? xasprintf("# 1 \"%s\"\n%s\n%s", shown_path(unit), text, session->notes)
                           : xasprintf("%s\n%s", text, session->notes);
    unit->text.size = strlen(unit->text.bytes);
    free(text);
    if (action == ACTION_ASM)
        return write_result(unit, action, output, &unit->text);
    return assemble(unit, output);
}

/* -E, -M, -MM. For the latter the files of .include have to be found, in a run of their own. */
static bool print_preprocessed(struct unit *unit, enum action action, const char *output) {
    struct session *session = unit->session;
    struct string_list files = {0};
    bool ok = true;
    if (action == ACTION_DEPENDENCIES && unit->input->language == LANGUAGE_ASSEMBLER &&
        strcmp(unit->input->path, "-") && session->command->echo != PROGRAM_DRY_RUN) {
        ok = preprocess(session, unit->input, &unit->text);
        if (ok)
            include_files(unit, &files);
    }
    ok = ok && preprocess_only(session, unit->input, action, &files, output);
    string_list_free(&files);
    return ok;
}

/* ---- all ---- */

bool unit_compile(struct session *session, const struct input *input, enum action action,
                  const char *output) {
    struct unit unit = {.session = session, .input = input};
    bool ok;
    if (strcmp(input->path, "-") && access(input->path, R_OK)) {
        diag_file_error(session->diag, input->path, "cannot read: %s", strerror(errno));
        return false;
    }
    if (action == ACTION_PREPROCESS || action == ACTION_DEPENDENCIES)
        ok = print_preprocessed(&unit, action, output);
    else if (language_is_source(input->language))
        ok = compile_source(&unit, action, output);
    else
        ok = compile_assembly(&unit, action, output);
    program_abandon(&unit.ahead.clang);
    string_list_free(&unit.ahead.command);
    source_close(&unit.source);
    free(unit.text.bytes);
    free(unit.bitcode.bytes);
    free(unit.notes);
    return ok;
}
