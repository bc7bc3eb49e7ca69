#!/bin/sh
# race.sh KERNEL.c PREFIX [OPTIONS…]: what --check finds in the kernel, without addresses of code, which
# move with the compiler; that it finds something under other schedules, too; and that with -DFIXED it
# finds nothing under any. Options for musim begin with "--musim:", others are muonc's.
kernel=$1
prefix=$2
shift 2
check=races
options=
run=
for option; do
    case $option in
    --musim:--check=*) check=${option#--musim:--check=} ;;
    --musim:*) run="$run ${option#--musim:}" ;;
    *) options="$options $option" ;;
    esac
done
muonc -O2 $options "$kernel" -o "$prefix.elf" || exit
muonc -O2 $options -DFIXED "$kernel" -o "$prefix-fixed.elf" || exit
musim --check=$check $run "$prefix.elf" 2>&1 |
    sed -e 's/pc 0x[0-9a-f]*/pc …/' -e 's/global address 0x[0-9a-f]*/global address …/' -e 's/ in \([^+ ]*\)+0x[0-9a-f]*/ in \1/'
for seed in 1 2 3; do
    musim --check=$check --perturb=$seed $run "$prefix.elf" >"$prefix.text" 2>&1
    status=$?
    [ $status -eq 2 ] && grep -q error: "$prefix.text" || echo "seed $seed: nothing found, status $status"
done
for how in "" --perturb=1 --perturb=2 --perturb=3; do
    musim --check=$check $how $run "$prefix-fixed.elf" 2>&1 || echo "fixed, $how: status $?"
done
