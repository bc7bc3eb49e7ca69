#include "muonc/driver/unit.h"

#include "muonc/assembler/assembler.h"
#include "muonc/assembler/include.h"
#include "muonc/driver/compiler.h"
#include "muonc/driver/prefix_map.h"
#include "muonc/driver/preprocess.h"
#include "muonc/driver/results.h"
#include "muonc/lower/file_scope.h"
#include "muonc/lower/half.h"
#include "muonc/lower/needed.h"
#include "support/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a unit is between two steps. */
struct unit {
    struct session *session;
    const struct input *input;
    struct buffer text;   /* preprocessed, later lowered */
    bool rewritten;       /* the text is to be compiled, not the file, */
    bool lowered;         /* and the messages about it have been given */
    bool readable;        /* LLVM assembly in the place of bitcode (file_scope.h) */
    struct program clang; /* for the lowered text, started while that is made */
    struct buffer bitcode;
    char *notes;     /* assembly: the session's and the unit's own, NULL if it has none */
    bool for_places; /* compiled again, with all debug information, for messages only */
};

/* Objects that are to be linked are no outputs: the linker needs them now. */
static bool write_result(const struct unit *unit, enum action action, const char *output,
                         const struct buffer *result) {
    struct session *session = unit->session;
    if (action == ACTION_OBJECT && command_links(session->command))
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

/* Whether clang gets the text, or the file. */
static bool is_text(const struct unit *unit) {
    return unit->rewritten || unit->lowered || !strcmp(unit->input->path, "-");
}

/* Takes the note over. */
static void add_note(struct unit *unit, char *note) {
    char *notes = xasprintf("%s%s", unit->notes ? unit->notes : unit->session->notes, note);
    free(unit->notes);
    free(note);
    unit->notes = notes;
}

/* ---- lowering ---- */

/* Clang's warnings and errors about the source, in its own words and with its macros in sight. */
static bool diagnose(const struct unit *unit) {
    enum language language = unit->input->language;
    bool from_text = is_text(unit) || language_is_preprocessed(language);
    struct string_list clang = session_clang(unit->session, language, !from_text);
    string_list_add(&clang, "-fsyntax-only");
    preprocess_add_input(&clang, unit->input, from_text);
    int status = session_run(unit->session, &clang, from_text ? unit->text.bytes : NULL,
                             from_text ? unit->text.size : 0, NULL, NULL);
    string_list_free(&clang);
    return status == 0;
}

/* The facts' places are paths that the object keeps. */
static void add_facts(struct unit *unit, struct fact_list *facts) {
    const struct session *session = unit->session;
    struct string_list clang = session_clang(session, unit->input->language, false);
    for (size_t i = 0; i < facts->count; i++) {
        struct fact *fact = &facts->items[i];
        char *mapped = fact->file ? prefix_map_path(fact->file, &clang) : NULL;
        free(fact->file);
        fact->where.file = fact->file = mapped;
    }
    string_list_free(&clang);
    size_t size;
    uint8_t *bytes = facts_write(facts, &size);
    if (bytes)
        add_note(unit, session->target->fact_notes(bytes, size));
    free(bytes);
}

/* complained: the preprocessor had something to say. */
static bool lower(struct unit *unit, const struct compiler *compiler, bool complained) {
    struct session *session = unit->session;
    struct diag_engine *diag = session->diag;
    struct string_list arguments = session_clang(session, unit->input->language, false);
    /* The first item is the program; libclang takes the rest. */
    struct string_list options = {arguments.items + 1, arguments.count - 1, 0};
    struct lower_request request = {
        .text = unit->text.bytes,
        .size = unit->text.size,
        .path = unit->input->path,
        .cxx = language_is_cxx(unit->input->language),
        .arguments = &options,
        .nbin = session->has_nbin ? &session->nbin : NULL,
    };
    struct lower_result result;
    enum lower_status status = compiler->lower_unit(&request, diag, &result);
    string_list_free(&arguments);
    bool ok = status == LOWER_DONE;
    if ((status == LOWER_REJECTED || result.warned || complained) && !diagnose(unit))
        ok = false;
    else if (status == LOWER_REJECTED)
        diag_file_error(diag, unit->input->path,
                        "clang accepts the source, but not what its "
                        "preprocessor made of it");
    if (status == LOWER_DONE) {
        free(unit->text.bytes);
        unit->text = (struct buffer){result.text, result.size};
    }
    add_facts(unit, &result.facts);
    facts_free(&result.facts);
    unit->lowered = ok;
    return ok;
}

/* ---- bitcode ---- */

/* Clang's command line: for the lowered text, whose warnings have been given, or for the input. */
static struct string_list bitcode_command(const struct unit *unit, bool lowered) {
    bool from_text = lowered || is_text(unit);
    struct string_list clang = session_clang(unit->session, unit->input->language, !from_text);
    if (lowered || unit->for_places)
        string_list_add(&clang, "-w");
    if (unit->for_places)
        string_list_add(&clang, "-g");
    /* The IR step verifies the bitcode, whoever made it. */
    string_list_add(&clang, "-Xclang");
    string_list_add(&clang, "-disable-llvm-verifier");
    string_list_add(&clang, "-emit-llvm");
    string_list_add(&clang, unit->readable ? "-S" : "-c");
    string_list_add(&clang, "-o");
    string_list_add(&clang, "-");
    session_add_messages_file(unit->session, &clang, "bitcode");
    preprocess_add_input(&clang, unit->input, from_text);
    return clang;
}

/* Clang takes as long to load as to compile a small kernel. A command to show is shown when it
 * runs, so it is started then. */
static void start_clang(struct unit *unit) {
    if (unit->session->command->echo != PROGRAM_SILENT)
        return;
    struct string_list clang = bitcode_command(unit, true);
    program_start(&unit->clang, &clang, PROGRAM_INPUT | PROGRAM_OUTPUT | PROGRAM_MESSAGES);
    string_list_free(&clang);
}

static bool make_bitcode(struct unit *unit) {
    const struct session *session = unit->session;
    bool from_text = is_text(unit);
    struct string_list clang = bitcode_command(unit, unit->lowered);
    struct program_run run = {
        .arguments = &clang,
        .input = from_text ? unit->text.bytes : NULL,
        .input_size = from_text ? unit->text.size : 0,
        .captured = &unit->bitcode.bytes,
        .captured_size = &unit->bitcode.size,
    };
    if (session->link && !unit->for_places)
        session->target->link_begin(session->link);
    int status = session_run_program(session, &unit->clang, run);
    string_list_free(&clang);
    return status == 0 && (unit->for_places ||
                           save_temporary(unit, unit->readable ? ".ll" : ".bc", &unit->bitcode));
}

/* ---- preparation ---- */

/* _Float16 as -mhalf= has it, and what the object says of that. A macro has hidden it from the text
 * of a unit in which it is bfloat. */
static void prepare_half(struct unit *unit) {
    const struct session *session = unit->session;
    bool is_bfloat = session->command->half_is_bfloat;
    bool matters = is_bfloat || half_is_mentioned(unit->text.bytes, unit->text.size);
    if (matters)
        add_note(unit, session->target->half_note(is_bfloat));
    char *text = is_bfloat ? half_as_bfloat(unit->text.bytes, &unit->text.size) : NULL;
    if (text) {
        free(unit->text.bytes);
        unit->text.bytes = text;
        unit->rewritten = true;
    }
}

/* Preprocesses the unit and lowers it if there is anything to lower. */
static bool prepare(struct unit *unit, enum action action) {
    bool complained;
    if (!preprocess(unit->session, unit->input, &unit->text, &complained)) {
        if (complained && diagnose(unit))
            diag_file_error(unit->session->diag, unit->input->path, "cannot be preprocessed");
        return false;
    }
    if (!language_is_preprocessed(unit->input->language) &&
        !save_temporary(unit, language_is_cxx(unit->input->language) ? ".ii" : ".i", &unit->text))
        return false;
    if (unit->session->command->echo != PROGRAM_DRY_RUN)
        prepare_half(unit);
    unit->readable = file_scope_has_assembly(unit->text.bytes, unit->text.size);
    if (unit->session->command->echo == PROGRAM_DRY_RUN ||
        !lower_needed(unit->text.bytes, unit->text.size, unit->session->target->header))
        return true;
    if (action != ACTION_LOWERED)
        start_clang(unit);
    const struct compiler *compiler = compiler_get(unit->session->diag);
    return compiler && lower(unit, compiler, complained) &&
           save_temporary(unit, ".lowered", &unit->text);
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
                    .notes = unit->notes ? unit->notes : session->notes},
    };
    return compiler && compiler->ir_compile(&request, diag, &result->bytes, &result->size);
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

static bool generate(struct unit *unit, enum action action, const char *output) {
    const struct command *command = unit->session->command;
    struct buffer result = {0};
    if (command->echo == PROGRAM_DRY_RUN)
        return true;
    bool ok = run_ir_placed(unit, action, &result) && write_result(unit, action, output, &result);
    if (ok && command_links(command))
        ok = save_temporary(unit, ".o", &result);
    free(result.bytes);
    return ok;
}

static bool compile_source(struct unit *unit, enum action action, const char *output) {
    if (unit->session->command->echo != PROGRAM_DRY_RUN)
        compiler_begin_loading();
    if (!prepare(unit, action))
        return false;
    if (action == ACTION_LOWERED) {
        preprocess_print(unit->session, unit->input, &unit->text, output);
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
    struct string_list clang = session_clang(session, LANGUAGE_ASSEMBLER_RAW, false);
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
    bool complained;
    if (!preprocess(session, unit->input, &unit->text, &complained))
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
    bool complained, ok = true;
    if (action == ACTION_DEPENDENCIES && unit->input->language == LANGUAGE_ASSEMBLER &&
        strcmp(unit->input->path, "-") && session->command->echo != PROGRAM_DRY_RUN) {
        ok = preprocess(session, unit->input, &unit->text, &complained);
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
    program_abandon(&unit.clang);
    free(unit.text.bytes);
    free(unit.bitcode.bytes);
    free(unit.notes);
    return ok;
}
