/* Lines of tasks in reports: of the instruction, or of the call of a library function. Tasks that were
 * compiled without -g have the line where the task begins, in findings of --check.
 *
 * RUN: nbc -O1 -g faulty_tasks.c -o %t.nbin && muonc -O1 -mcores=1 -mwarps=1 -mlanes=1 %s --neutrino=%t.nbin -o %t.elf
 * RUN: for how in 0 1 2 3; do printf "\\$how\\0\\0\\0" >%t.how; musim --input=how:%t.how %t.elf 2>&1 | sed 's/pc 0x[0-9a-f]\+/pc …/g; s/mtval 0xe[0-9a-f]\+/mtval …/'; done
 * RUN: printf "\4\0\0\0" >%t.how; musim --check=races --input=how:%t.how %t.elf 2>&1 | sed 's/pc 0x[0-9a-f]\+/pc …/g'
 * RUN: llvm-objcopy-19 --remove-section .neutrino.lines.files %t.elf %t.bad && musim %t.bad
 * RUN: head -c 30 %t.elf >%t.text && llvm-objcopy-19 --update-section .neutrino.lines=%t.text %t.elf %t.bad && musim %t.bad
 * RUN: nbc -O1 faulty_tasks.c -o %t.nbin && muonc -O1 -mcores=1 -mwarps=1 -mlanes=1 %s --neutrino=%t.nbin -o %t.elf && readelf -SW %t.elf | grep -c neutrino.lines
 * RUN: printf "\1\0\0\0" >%t.how; musim --input=how:%t.how %t.elf 2>&1 | sed 's/pc 0x[0-9a-f]\+/pc …/g; s/mtval 0xe[0-9a-f]\+/mtval …/'
 * RUN: printf "\4\0\0\0" >%t.how; musim --check=races --input=how:%t.how %t.elf 2>&1 | sed 's/pc 0x[0-9a-f]\+/pc …/g' */
#include <neutrino/muon.h>

int how, where[2];

int main(void) {
    neutrino_payload(fault_args(where, how));
    neutrino_invoke(fault_task, NO_DEPS, ASYNC | SINGLE_THREAD | SIGNAL);
    where[0] = 1;
    where[1] = 1;
    return 0;
}
