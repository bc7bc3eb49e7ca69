/* The programming model's second example, stages waited for by the computed id of their run, and its
 * barrier: the lines with tabs as they were first written down.
 *
 * RUN: muonc -Wno-nu-dummy-shape -O2 %s -o %t.elf && musim %t.elf --dump=last:x32 --dump=after:i32
 * RUN: muonc -w -O0 %s -o %t.elf && sh ../scoreboard/schedules.sh %t.elf --dump=last:x32 --dump=after:i32 */

NEUTRINO_SYNC(first_stage);

#define stage0(i) first_stage(i)
#define invoke(run) (made[i] = 1, produced = i, errors[0] += neutrino_invoke(first_stage, NO_DEPS, ASYNC | WARPS(1) | IMMEDIATE) != (run), last = (run))
#define wait(run) (neutrino_invoke(0, DEPS(run), SYNC | WARPS(1) | IMMEDIATE), errors[1] += !made[i])
#define sync() muon_fence()
#define preproc (muon_warp_id() == 0)

run_t last;
int after[2];
static volatile int produced, made[256];
static int errors[2];

static void stages(void) {
    uint8_t i = 1; /* comes round to 0 after 255 rounds */

int stage0;
int stage1;
int stage2;
    stage0 = stage1 = stage2 = 0;
    (void)stage0, (void)stage1, (void)stage2;

if (preproc) {
	while (i) {
		sync();
		invoke(stage0(i));
		i++;
	}
} else {
	while (i) {
		sync();
		wait(stage0(i));
		i++;
	}
}
}

#define function static void
#define barrier(warps) meet(void)
#define warps WARPS(4)

function barrier(warps) {
	neutrino_invoke(0, NO_DEPS, SYNC | warps | IMMEDIATE);
}

int main(void) {
    if (muon_warp_id() > 1)
        return 0;
    if (muon_core_id() == 0)
        stages();
    meet();
    after[muon_core_id()] = produced; /* on core 1 too: the barrier comes after all stages */
    return errors[0] + errors[1];
}
