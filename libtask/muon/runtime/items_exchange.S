/* Of programs that ask where a group's work-items exchange words (muonc/ir/passes/csr_reads.c): for
 * the launcher, and whoever prepares the launch. */
.globl neutrino_items_exchange
.set neutrino_items_exchange, 1
