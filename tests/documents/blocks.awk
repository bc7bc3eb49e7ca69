# The blocks of a document: each to the file NUMBER in the directory `blocks`, and a line
# "NUMBER LINE LANGUAGE KIND ARGUMENT" for it, of which LINE is that before its text. What has no mark is a failure.

function wrong(line, text) {
    print line ": " text
    bad = 1
}

function begin(language, line) {
    if (mark == "")
        wrong(NR, "a block without a mark (tests/documents/run.sh)")
    number++
    file = sprintf("%s%03d", blocks, number)
    printf "" >file
    list[number] = sprintf("%03d %d %s %s", number, line, language == "" ? "-" : language, mark)
    mark = ""
}

function set_mark(text) {
    sub(/.*example: */, "", text)
    sub(/ *-->.*/, "", text)
    mark = text
}

# A literal display's text as it is shown.
function plain(text) {
    gsub(/\\e/, "\\", text)
    gsub(/\\-/, "-", text)
    gsub(/\\&/, "", text)
    return text
}

man && inside { if (/^\.Ed/) inside = 0; else print plain($0) >file; next }
man && /^\.\\" example: / { set_mark($0); next }
man && /^\.Bd .*-(literal|unfilled)/ { begin("", NR); inside = 1; next }
# Lines of one command each, of which is not told what they print.
man && /^\.D[l1] / {
    if (mark == "run")
        mark = "run unseen"
    if (!in_line)
        begin("", NR - 1)
    in_line = 1
    print "$ " plain(substr($0, 5)) >file
    next
}
man { in_line = 0 }

!man && inside && /^ *```$/ { inside = 0; blank = 0; next }
!man && inside { print substr($0, 1, indent) ~ /^ *$/ ? substr($0, indent + 1) : $0 >file; next }
!man && /^ *```/ {
    indent = index($0, "`") - 1
    begin(substr($0, indent + 4), NR)
    inside = 1
    next
}
!man && /^ *<!-- example: .*-->$/ { set_mark($0); next }
!man && blank && /^    / { wrong(NR, "a block without a fence") }
!man { blank = /^$/ }

mark != "" { wrong(NR, "a mark without a block behind it"); mark = "" }

END {
    if (inside || mark != "")
        wrong(NR, "the last block has no end")
    if (bad)
        exit 1
    for (i = 1; i <= number; i++)
        print list[i]
}
