# The commands of an example, as files of the directory `parts`: NUMBER.command, NUMBER.expected (what it prints)
# and NUMBER.line. A command goes on behind a \ at the end of a line, and in lines that begin with "> ".

function begin() {
    part = sprintf("%s%03d", parts, ++count)
    printf "" >(part ".expected")
    print NR >(part ".line")
    in_command = 1
}

/^\$ / && !continued { begin(); $0 = substr($0, 3) }
!count { exit 1 }
in_command && !begun[count]++ || continued || in_command && sub(/^> ?/, "") {
    continued = /\\$/
    print >(part ".command")
    next
}
{
    in_command = 0
    print >(part ".expected")
}
END { exit !count }
