# What nbc tells clang of the kernels of overlays for this host that has a say in what a source means.
set(options -ffp-contract=off "SHELL:-isystem \"${prefix}/lib/neutrino/include\"")
