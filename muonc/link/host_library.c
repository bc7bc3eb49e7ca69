#include "muonc/link/host_library.h"

#include "support/lld_messages.h"
#include "support/resource.h"

#include <stdlib.h>
#include <string.h>

static void add_all(struct string_list *command, const struct string_list *options) {
    if (options)
        string_list_add_all(command, options);
}

/* Sanitizers' functions are those of the program that loads the library. */
static bool is_sanitized(const struct link_request *request) {
    bool sanitized = false;
    for (size_t i = 0; request->compiler && i < request->compiler->count; i++)
        sanitized |= !strncmp(request->compiler->items[i], "-fsanitize=", 11);
    return sanitized;
}

/* For this CPU, unless the command names another one. */
static bool has_fused(const struct link_request *request) {
#ifdef __x86_64__
    for (size_t i = 0; request->compiler && i < request->compiler->count; i++)
        if (!strncmp(request->compiler->items[i], "-march=", 7))
            return false;
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
    (void)request;
    return false;
#endif
}

/* Results are those of Muon, to the bit: what is not exact comes from its sources. */
static void add_mathematics(struct string_list *command, const struct link_request *request) {
    char *library = resource_path(has_fused(request) ? "host/libmath-v3.a" : "host/libmath.a");
    if (!request->no_standard_library)
        string_list_add(command, library);
    string_list_add(command, "-lm");
    free(library);
}

/* Clang knows where the libraries of the C and C++ compilers are. */
static struct string_list command_line(const struct link_request *request, const char *output) {
    static const char *const fixed[] = {
        "-shared", "-Wno-unused-command-line-argument",
        "-Wl,--color-diagnostics=never", /* as lld_messages.h reads them */
        "-Wl,--no-demangle", "-Wl,--build-id=sha1"};
    struct string_list command = {0};
    string_list_add(&command, program_clang());
    string_list_addf(&command, "--ld-path=%s", program_lld());
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        string_list_add(&command, fixed[i]);
    if (!is_sanitized(request))
        string_list_add(&command, "-Wl,-z,defs");
    if (request->reencode.strip_debug)
        string_list_add(&command, "-s");
    if (request->no_standard_library)
        string_list_add(&command, "-nostdlib");
    add_all(&command, request->compiler);
    for (size_t i = 0; request->arguments && i < request->arguments->count; i++) {
        string_list_add(&command, "-Xlinker");
        string_list_add(&command, request->arguments->items[i]);
    }
    string_list_add(&command, "-o");
    string_list_add(&command, output);
    add_all(&command, request->inputs);
    add_mathematics(&command, request);
    return command;
}

static bool run(const struct link_request *request, const struct string_list *command,
                struct diag_engine *diag) {
    const struct lld_messages forward = {.paths = request->inputs, .names = request->names};
    char *messages = NULL;
    size_t size;
    struct program_run run = {
        .arguments = command, .echo = request->echo, .messages = &messages, .messages_size = &size};
    unsigned errors = diag->errors;
    int status = program_execute(&run, diag);
    if (messages && *messages)
        lld_messages_forward(&forward, messages, diag);
    if (status && diag->errors == errors)
        diag_error(diag, "linking failed (clang exited with status %d)", status);
    free(messages);
    return status == 0;
}

bool link_host_library(const struct link_request *request, struct diag_engine *diag) {
    char *path = xasprintf("%s/library.so", request->directory);
    struct string_list command = command_line(request, path);
    bool ok = run(request, &command, diag);
    size_t size;
    char *library = ok && request->echo != PROGRAM_DRY_RUN ? input_read(path, &size, diag) : NULL;
    if (library)
        outputs_add_program(request->outputs, request->output, library, size);
    string_list_free(&command);
    free(library);
    free(path);
    return ok;
}
