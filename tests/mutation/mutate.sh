#!/bin/bash
# Mutation testing of the scorers: changes one operator or limit of a plugin's source, builds that plugin alone and lets
# its own tests look at it. A change that no test notices is a survivor.
#
#   tests/mutation/mutate.sh BUILD_DIR [COUNT] [SEED] [SCORER...]
#
# COUNT changes (default 40, 0: all) are drawn with SEED (default 1) from the plugins' sources, the same ones on every
# machine. Prints each survivor and one line `caught N of M (P %)`; exit 1 below 90 %.
set -u
build=$(cd "${1:?the build folder was expected, such as build/release}" && pwd) || exit 3
count=${2:-40} seed=${3:-1}
shift $(($# < 3 ? $# : 3))
root=$(cd "$(dirname "$0")/../.." && pwd)
scorers=${*:-depth coverage technique endpoint sterility procedure contraindication incidents communication outcome}
work=$(mktemp -d) || exit 3
trap 'rm -rf "$work"' EXIT
compiler=${CXX:-c++}

# One line per possible change: file, line, column, what stands there, what comes instead. Left out: comments,
# preprocessor, texts, the parameter table, templates' brackets and declarations.
list_changes() {
    awk -v file="$1" '
    # Left out besides, since nobody can see a difference:
    # - the greater or smaller of two (`a < b ? a : b`, `if (a < b) b = a;`): of equals either is the same;
    # - a finding of one moment (`t, t + 1`, but not of a span that grows): the host raises an end that lies too early.
    function ends(text, tail) { return length(tail) > 0 && substr(text, length(text) - length(tail) + 1) == tail }
    function same_of_equals(at, from,   left, rest, q, right, c, one, two) {
        left = substr(line, 1, at - 1)
        rest = substr(line, at + length(from))
        if (match(rest, /^[^()]+\) /)) {
            right = substr(rest, 1, RLENGTH - 2)
            two = substr(rest, RLENGTH + 1)
            c = index(two, " = ")
            if (c && substr(two, 1, c - 1) == right) {
                one = substr(two, c + 3)
                sub(/;.*$/, "", one)
                return ends(left, one)
            }
        }
        q = index(rest, " ? "); if (!q) return 0
        right = substr(rest, 1, q - 1)
        rest = substr(rest, q + 3); c = index(rest, " : "); if (!c) return 0
        one = substr(rest, 1, c - 1); two = substr(rest, c + 3)
        sub(/[;),].*$/, "", two)
        return (ends(left, one) && two == right) || (one == right && ends(left, two))
    }
    function one_moment(at,   left, token) {
        left = substr(line, 1, at - 1)
        if (match(left, /end_tick = [A-Za-z_.]+$/))
            return substr(line, at) ~ /^ \+ 1;/ && ends(before, "first_tick = " substr(left, RSTART + 11) ";")
        if (left ~ /see\(/ || substr(line, at) !~ /^ \+ 1[,);]/ || !match(left, /[A-Za-z_.()]+$/)) return 0
        token = substr(left, RSTART)
        return ends(left, token ", " token)
    }
    function offer(at, from, to) {
        if ((from == " < " || from == " > ") && same_of_equals(at, from)) return
        if (from == " + " && one_moment(at)) return
        printf "%s\t%d\t%d\t%s\t%s\n", file, NR, at, from, to
    }
    /static constexpr np_parameter_use/ { table = 1 }
    table { if (/^    };/) table = 0; next }
    /^#|^ *\/\/|template|^ *using |operator|^ *case |^namespace|^struct|^class|static_assert/ { next }
    {
        before = line
        line = $0
        gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
        if (line != $0) { if (length(line) < 24) next; }
        sub(/\/\/.*/, "", line)
        if (line != $0 && $0 ~ /"/) next   # a text shifts the columns: left alone
        for (i = 2; i < length(line); ++i) {
            four = substr(line, i, 4); three = substr(line, i, 3)
            if (four == " <= ") offer(i, four, " < ")
            else if (four == " >= ") offer(i, four, " > ")
            else if (four == " == ") offer(i, four, " != ")
            else if (four == " != ") offer(i, four, " == ")
            else if (four == " && ") offer(i, four, " || ")
            else if (four == " || ") offer(i, four, " && ")
            else if (four == " += ") offer(i, four, " -= ")
            else if (three == " < " ) offer(i, three, " <= ")
            else if (three == " > " ) offer(i, three, " >= ")
            else if (three == " + ") offer(i, three, " - ")
            else if (three == " - ") offer(i, three, " + ")
            else if (three == " * ") offer(i, three, " / ")
            else if (three == " / ") offer(i, three, " * ")
            else if (substr(line, i) ~ /^[^A-Za-z0-9_.][0-9]+\.[0-9]/) {
                match(substr(line, i + 1), /^[0-9]+\.[0-9]+/)
                old = substr(line, i + 1, RLENGTH)
                offer(i + 1, old, (old + 0 == 0) ? "1.0" : sprintf("%.4f", old * 1.1 + 0.01))
            }
        }
    }' "$1"
}

for scorer in $scorers; do
    for file in "$root/plugins/$scorer"/src/*.cpp "$root/plugins/$scorer"/src/*.h; do
        [ -f "$file" ] && list_changes "$file" | sed "s/^/$scorer\t/"
    done
done > "$work/all"
total=$(wc -l < "$work/all")
[ "$total" -gt 0 ] || { echo "no changes were found under $root/plugins" >&2; exit 3; }
[ "$count" -eq 0 ] && count=$total
awk -v n="$total" -v k="$count" -v seed="$seed" '
    BEGIN { state = seed * 2654435761 % 4294967296
            for (i = 1; i <= n; ++i) order[i] = i
            for (i = 1; i <= k && i <= n; ++i) {
                state = (state * 1103515245 + 12345) % 2147483648
                j = i + state % (n - i + 1); t = order[i]; order[i] = order[j]; order[j] = t; chosen[order[i]] = 1 } }
    NR in chosen' "$work/all" > "$work/chosen"

# NEEDLEPOINT_MUTATION_VERBOSE=1 names those that were caught, too.
tell() { [ -z "${NEEDLEPOINT_MUTATION_VERBOSE:-}" ] || echo "$1"; }
caught=0 tried=0 skipped=0
while IFS=$'\t' read -r scorer file line column from to; do
    test_program="$build/test_scorer_$scorer"
    [ -x "$test_program" ] || { echo "$test_program was expected; build it first (target test_scorer_$scorer)" >&2; exit 3; }
    rm -rf "$work/src" "$work/plugins"
    mkdir -p "$work/plugins"
    cp -r "$root/plugins/$scorer/src" "$work/src"
    target="$work/src/$(basename "$file")"
    awk -v at="$line" -v column="$column" -v from="$from" -v to="$to" '
        NR == at { print substr($0, 1, column - 1) to substr($0, column + length(from)); next } { print }' \
        "$file" > "$target"
    # What no compiler takes is no change of the arithmetic.
    if ! "$compiler" -std=c++20 -O0 -ffp-contract=off -shared -fPIC -fvisibility=hidden -w \
        -I"$root/engine/sdk/include" "$work"/src/*.cpp -o "$work/plugins/$scorer.so" 2> /dev/null; then
        skipped=$((skipped + 1))
        continue
    fi
    tried=$((tried + 1))
    where="plugins/$scorer/src/$(basename "$file"):$line:$column '$from' -> '$to'"
    if NEEDLEPOINT_TEST_PLUGINS="$work/plugins" timeout 20 "$test_program" > /dev/null 2>&1; then
        # Tests of the pure arithmetic see the headers themselves, and the sources that stand beside them.
        base=$(basename "${file%.*}")
        pure=$(grep -lE "#include \"$base.h\"" "$root/tests/plugins/$scorer"/*.cpp 2> /dev/null)
        beside=
        for header in $(grep -ohE '#include "[a-z_]+\.h"' $pure /dev/null | sed 's/.*"\(.*\)\.h"/\1/' | sort -u); do
            [ -f "$work/src/$header.cpp" ] && beside="$beside $work/src/$header.cpp"
        done
        if [ -n "$pure" ] && { [ "${file##*.}" = h ] || [ -n "$beside" ]; } &&
            "$compiler" -std=c++20 -O0 -ffp-contract=off -w -DNP_BINARY_DIR="\"$build\"" -DNP_SOURCE_DIR="\"$root\"" \
                -I"$work/src" -I"$root/engine/sdk/include" -I"$root/engine/core/include" -I"$root/tests/support" $pure $beside \
                "$root/tests/support/scorer_stage.cpp" $(ls "$build"/engine/core/*.a) -lgtest -lgtest_main -lsodium -lfmt \
                -ldl -lpthread -o "$work/pure" 2> "$work/pure.log" &&
            ! NEEDLEPOINT_TEST_PLUGINS="$work/plugins" timeout 20 "$work/pure" > /dev/null 2>&1; then
            caught=$((caught + 1))
            tell "caught:   $where"
            continue
        fi
        echo "survived: $where"
    else
        caught=$((caught + 1))
        tell "caught:   $where"
    fi
done < "$work/chosen"
[ "$tried" -gt 0 ] || { echo "none of the changes could be built; is $compiler a C++20 compiler?" >&2; exit 3; }
percent=$((caught * 1000 / tried))
echo "caught $caught of $tried ($((percent / 10)).$((percent % 10)) %); $skipped did not compile, $total possible"
[ "$percent" -ge 900 ]
