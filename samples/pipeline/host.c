/* Runs the pipeline kernel on the simulator and compares its result with one computed here.
 *
 *   pipeline KERNEL.elf A.txt B.txt BIAS.txt
 *
 * A matrix file is text: rows, columns, then the elements row by row. */
#include "neutrino/musim.h"
#include "pipeline.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const float scale = 0.5f;

struct matrix {
    uint32_t rows, columns;
    uint32_t stride; /* of the padded rows */
    float *data;     /* both sizes padded with zeros to multiples of TILE */
    size_t bytes;
};

static void fail(const char *what, const char *why) {
    fprintf(stderr, "pipeline: error: %s: %s\n", what, why);
    exit(1);
}

static uint32_t padded(uint32_t size) {
    return (size + TILE - 1) / TILE * TILE;
}

static struct matrix make_matrix(uint32_t rows, uint32_t columns) {
    struct matrix matrix = {rows, columns, padded(columns), NULL, 0};
    matrix.bytes = (size_t)padded(rows) * matrix.stride * sizeof(float);
    matrix.data = calloc(1, matrix.bytes);
    if (!matrix.data)
        fail("matrix", "out of memory");
    return matrix;
}

static struct matrix read_matrix(const char *path) {
    FILE *file = fopen(path, "r");
    uint32_t rows, columns;
    if (!file)
        fail(path, "cannot read");
    if (fscanf(file, "%u %u", &rows, &columns) != 2 || !rows || !columns || rows > 4096 ||
        columns > 4096)
        fail(path, "does not start with two sizes of 1 to 4096");
    struct matrix matrix = make_matrix(rows, columns);
    for (uint32_t i = 0; i < rows; i++)
        for (uint32_t j = 0; j < columns; j++)
            if (fscanf(file, "%f", &matrix.data[(size_t)i * matrix.stride + j]) != 1)
                fail(path, "has fewer elements than its sizes say");
    fclose(file);
    return matrix;
}

/* The order of the matrix unit: fused multiply-adds with k ascending, so that only the host's and
 * the machine's own rounding could differ, and they do not. */
static float reference(const struct matrix *a, const struct matrix *b, const struct matrix *bias,
                       uint32_t i, uint32_t j) {
    float sum = 0;
    for (uint32_t k = 0; k < a->columns; k++)
        sum = fmaf(scale * a->data[(size_t)i * a->stride + k], b->data[(size_t)k * b->stride + j],
                   sum);
    sum += bias->data[j];
    return fmaxf(sum, 0);
}

static void check(struct musim *machine, bool ok) {
    if (!ok)
        fail("musim", musim_error(machine));
}

/* Puts the operands into global memory one after the other and describes them to the kernel. */
static void send_problem(struct musim *machine, const struct matrix *a, const struct matrix *b,
                         const struct matrix *bias, const struct matrix *c, uint32_t *c_address) {
    uint32_t next = 0x20000000, addresses[4], symbol, size;
    const struct matrix *matrices[4] = {a, b, bias, c};
    for (int i = 0; i < 4; i++) {
        addresses[i] = next;
        check(machine, musim_write(machine, next, matrices[i]->data, matrices[i]->bytes));
        next += (uint32_t)matrices[i]->bytes;
    }
    struct problem problem = {padded(a->rows), padded(b->columns), padded(a->columns),
                              scale,           addresses[0],       addresses[1],
                              addresses[2],    addresses[3]};
    check(machine, musim_symbol(machine, "problem", &symbol, &size));
    if (size != sizeof problem)
        fail("kernel", "was compiled for another struct problem");
    check(machine, musim_write(machine, symbol, &problem, sizeof problem));
    *c_address = addresses[3];
}

static int compare(const struct matrix *a, const struct matrix *b, const struct matrix *bias,
                   const struct matrix *c) {
    double worst = 0, sum = 0;
    uint64_t checksum = 0xcbf29ce484222325;
    for (uint32_t i = 0; i < c->rows; i++)
        for (uint32_t j = 0; j < c->columns; j++) {
            float got = c->data[(size_t)i * c->stride + j];
            uint32_t bits;
            memcpy(&bits, &got, sizeof bits);
            checksum = (checksum ^ bits) * 0x100000001b3;
            worst = fmax(worst, fabs((double)got - reference(a, b, bias, i, j)));
            sum += got;
        }
    printf("result     %u x %u, sum %.6g, checksum %016llx\n", c->rows, c->columns, sum,
           (unsigned long long)checksum);
    printf("error      %g (largest absolute difference from the host's result)\n", worst);
    return worst == 0 ? 0 : 1;
}

static void print_stats(struct musim *machine) {
    struct musim_stats s;
    musim_get_stats(machine, &s);
    printf("simt       %llu warp instructions, %llu invokes, %llu payload instructions, %llu "
           "completes\n",
           (unsigned long long)s.warp_instructions, (unsigned long long)s.invokes,
           (unsigned long long)s.payloads, (unsigned long long)s.completes);
    printf("neutrino   %llu instructions\n", (unsigned long long)s.neutrino_instructions);
    printf("scoreboard %llu runs, at most %llu live, %llu stalls on a full table\n",
           (unsigned long long)s.runs_created, (unsigned long long)s.scoreboard_peak,
           (unsigned long long)s.full_stalls);
    printf("matrix     %llu commands, %llu multiply-adds\n", (unsigned long long)s.matrix_commands,
           (unsigned long long)s.matrix_fmas);
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: pipeline KERNEL.elf A.txt B.txt BIAS.txt\n");
        return 2;
    }
    struct matrix a = read_matrix(argv[2]), b = read_matrix(argv[3]), bias = read_matrix(argv[4]);
    if (a.columns != b.rows || bias.rows != 1 || bias.columns != b.columns)
        fail("matrices", "sizes do not fit: need A[M][K], B[K][N], BIAS[1][N]");
    struct matrix c = make_matrix(a.rows, b.columns);

    struct musim *machine = musim_create(&(struct musim_config){0});
    if (!machine)
        fail("musim", "cannot make a machine");
    uint32_t c_address;
    check(machine, musim_load_file(machine, argv[1]));
    send_problem(machine, &a, &b, &bias, &c, &c_address);
    enum musim_status status = musim_run(machine);
    int result = status == MUSIM_DONE ? (int)musim_result(machine) : 2;
    if (!result) {
        check(machine, musim_read(machine, c_address, c.data, c.bytes));
        result = compare(&a, &b, &bias, &c);
        print_stats(machine);
    }
    musim_free(machine);
    free(a.data);
    free(b.data);
    free(bias.data);
    free(c.data);
    return result;
}
