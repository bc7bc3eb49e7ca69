#include "muonc/driver/compiler.h"

#include "support/alloc.h"
#include "support/module.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static struct {
    bool begun, running;
    pthread_t thread;
    const struct compiler *compiler;
    char *error; /* if there is none */
} loading;

static void *load(void *unused) {
    loading.compiler = module_load("muonc-compiler.so", COMPILER_SYMBOL, &loading.error);
    return NULL;
}

void compiler_begin_loading(void) {
    if (loading.begun)
        return;
    loading.begun = true;
    loading.running = pthread_create(&loading.thread, NULL, load, NULL) == 0;
    if (!loading.running)
        load(NULL);
}

void compiler_end_loading(void) {
    if (loading.running)
        pthread_join(loading.thread, NULL);
    loading.running = false;
    free(loading.error);
    loading.error = NULL;
}

const struct compiler *compiler_get(struct diag_engine *diag) {
    compiler_begin_loading();
    if (loading.running)
        pthread_join(loading.thread, NULL);
    loading.running = false;
    if (loading.error)
        diag_error(diag, "cannot load its own compiler: %s", loading.error);
    return loading.compiler;
}
