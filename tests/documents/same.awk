# same.awk EXPECTED OUTPUT: is this what a document says (run.sh)? With `about`, numbers may be off by a tenth.

function text_matches(want, got,    pieces, count, i, at) {
    count = split(want, pieces, "…")
    if (substr(got, 1, length(pieces[1])) != pieces[1])
        return 0
    got = substr(got, length(pieces[1]) + 1)
    for (i = 2; i < count; i++) {
        if (!(at = index(got, pieces[i])) && pieces[i] != "")
            return 0
        got = substr(got, at + length(pieces[i]))
    }
    at = length(got) - length(pieces[count])
    return at >= 0 && substr(got, at + 1) == pieces[count]
}

# Widths of columns follow their numbers.
function about_matches(want, got,    at, before, number, other) {
    gsub(/  +/, " ", want)
    gsub(/  +/, " ", got)
    while ((at = match(want, /[0-9.]+/))) {
        before = substr(want, 1, at - 1)
        number = substr(want, at, RLENGTH)
        want = substr(want, at + RLENGTH)
        if (match(got, /[0-9.]+/) != at || substr(got, 1, at - 1) != before)
            return 0
        other = substr(got, at, RLENGTH)
        got = substr(got, at + RLENGTH)
        if (other > 1.1 * number || number > 1.1 * other)
            return 0
    }
    return want == got
}

function line_matches(want, got) {
    if (index(want, "…"))
        return text_matches(want, got)
    return want == got || (about && about_matches(want, got))
}

function match_from(i, j,    k) {
    for (; i <= wanted; i++) {
        if (want[i] == "…") {
            for (k = j; k <= gotten + 1; k++)
                if (match_from(i + 1, k))
                    return 1
            return 0
        }
        if (j > gotten || !line_matches(want[i], got[j]))
            return 0
        j++
    }
    return j > gotten
}

FILENAME == ARGV[1] { want[++wanted] = $0; next }
{ got[++gotten] = $0 }
END { exit !match_from(1, 1) }
