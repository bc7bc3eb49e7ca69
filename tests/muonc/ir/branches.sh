# branches.sh OPTION LEVEL FILE PREFIX: the number of instructions and the conditional branches in it.
sh compile.sh -g0 "$1" "$3" -o "$4.bc" && irc "-O$2" --emit=object -o "$4.o" "$4.bc" || exit
llvm-objdump-19 -d --no-show-raw-insn --mattr=+m,+zfinx,+zicond "$4.o" |
    awk '/^[0-9a-f]+ </ { name = $2; functions++ }
         /\tb[a-z]+\t/ { print name, $0 }
         END { print (functions > 100 ? "many functions" : "too few functions") }'
