#!/usr/bin/env bash
# The same inputs must give the same events, states, records and marks with another compiler, another optimisation, under
# sanitizers, on a processor without FMA and AVX2, and in every language and time zone.
# Usage: same_bytes.sh SOURCE_DIR BUILD_DIR. NEEDLEPOINT_LONG_TESTS=1: 1,000 random sessions instead of 20, and more builds.
set -euo pipefail
source_dir="$1"
build_dir="$2"
long="${NEEDLEPOINT_LONG_TESTS:-0}"
work="$build_dir/same-bytes"
sessions=20 visits=1 more=20
[ "$long" = 1 ] && sessions=1000 visits=10 more=200
mkdir -p "$work/records"

fail() { echo "$*"; exit 1; }

# record FOLDER NAME COUNT: what the programs of FOLDER make of the first COUNT random sessions and of whole visits of a
# synthetic trainee, with their marks. The careless one gives scorers most to say in the least time.
record() {
    local folder="$1" name="$2" count="$3" scenario seed
    mkdir -p "$work/records/$name"
    "$folder/needlepoint-random-sessions" "$source_dir" 1 "$count" "$work/records/$name" >"$work/$name.sessions"
    [ "$(wc -l <"$work/$name.sessions")" = "$count" ] || fail "$name: $count sessions were expected; see $work/$name.sessions"
    : >"$work/$name.visits"
    for scenario in tutorial/first-strokes practice/acne-scars-cheeks; do
        for seed in $(seq 1 "$visits"); do
            local file="$work/records/$name/visit.mcap"
            "$folder/needlepoint-headless" run "$scenario" --trainee careless --seed "$seed" --out "$file" --force --data "$source_dir" 2>/dev/null
            {
                echo "$scenario $seed"
                "$folder/needlepoint-headless" inspect "$file" --csv --data "$source_dir" | sha256sum
                # Two builds of a scorer differ in their SHA-256, so that line is left out of the comparison.
                "$folder/needlepoint-headless" grade "$file" --json --data "$source_dir" 2>/dev/null | grep -v sha256 | sha256sum
            } >>"$work/$name.visits"
        done
    done
}

# compare NAME [FIRST]: against the program that is being tested, from session FIRST on. Names the first that differs.
compare() {
    local name="$1" first="${2:-1}" count
    count="$(wc -l <"$work/$name.sessions")"
    if ! diff <(tail -n "+$first" "$work/here.sessions" | head -n "$count") "$work/$name.sessions" >"$work/$name.diff"; then
        head -n 4 "$work/$name.diff"
        fail "$name: events, states or records differ; the whole list is in $work/$name.diff"
    fi
    if [ -e "$work/$name.visits" ]; then
        cmp "$work/here.visits" "$work/$name.visits" || fail "$name: events or marks of a visit differ"
    fi
    echo "$name: same bytes in $count random sessions"
}

# build NAME COMPILER BUILD_TYPE FLAGS [SANITIZERS]: the headless programs built that way.
build() {
    local name="$1" compiler="$2" type="$3" flags="$4" sanitizers="${5:-}"
    cmake -S "$source_dir" -B "$work/build-$name" -G Ninja -DCMAKE_BUILD_TYPE="$type" -DNEEDLEPOINT_HEADLESS_ONLY=ON -DBUILD_TESTING=OFF \
        -DNEEDLEPOINT_RANDOM_SESSIONS=ON -DNEEDLEPOINT_SANITIZE="$sanitizers" \
        -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_C_COMPILER="${compiler/++/}" -DCMAKE_CXX_FLAGS="$flags" >"$work/$name.log" 2>&1 ||
        { cat "$work/$name.log"; exit 1; }
    cmake --build "$work/build-$name" --target needlepoint-headless needlepoint-random-sessions scorers >>"$work/$name.log" 2>&1 ||
        { tail -n 40 "$work/$name.log"; exit 1; }
    # What is not pinned would run apart, which only scorers can.
    "$work/build-$name/needlepoint-headless" plugin pin "$work/build-$name/plugins" --data "$source_dir"
}

# own_copies FOLDER: a file that is built for more than every processor has shares nothing inline with others, or the linker
# might keep its copy for all. Seen where nothing is inlined.
own_copies() {
    local shared
    shared="$(nm -C "$1/engine/physics/libnp_physics.a" | awk '/:$/ { here = /_by_four/ } here && $2 ~ /^[WVu]$/' | grep -v FourDoubles || true)"
    [ -z "$shared" ] || fail "a file built for AVX2 has inline functions that others may use: $shared"
}

# Twenty languages, with decimal commas, other digits, other sorting and other scripts, and twenty time zones. They are made
# below the build folder, so nothing has to be installed for them.
readonly locales=(de_DE fr_FR tr_TR ar_EG fa_IR hi_IN ja_JP ko_KR zh_CN ru_RU pl_PL cs_CZ sv_SE fi_FI pt_BR es_MX he_IL th_TH vi_VN el_GR)
readonly zones=(Europe/Berlin Europe/Paris Europe/Istanbul Africa/Cairo Asia/Tehran Asia/Kolkata Asia/Tokyo Asia/Seoul Asia/Shanghai
    Europe/Moscow Europe/Warsaw Europe/Prague Europe/Stockholm Europe/Helsinki America/Sao_Paulo America/Mexico_City Asia/Jerusalem
    Asia/Bangkok Asia/Kathmandu Pacific/Chatham)

# Each place plays another of the random sessions (with --long twenty each), so that together they see all scenarios.
elsewhere() {
    local i name few=1 first
    [ "$long" = 1 ] && few=20
    export LOCPATH="$work/locales"
    mkdir -p "$LOCPATH"
    for i in "${!locales[@]}"; do
        name="${locales[$i]}"
        first=$((1 + i % (sessions - few + 1)))
        [ -e "$LOCPATH/$name.UTF-8" ] || localedef -i "$name" -f UTF-8 "$LOCPATH/$name.UTF-8" 2>"$work/localedef.log" ||
            [ -e "$LOCPATH/$name.UTF-8" ] || fail "the locale $name could not be made: $(cat "$work/localedef.log"); install the package locales"
        LC_ALL="$name.UTF-8" LANG="$name.UTF-8" TZ="${zones[$i]}" "$build_dir/needlepoint-random-sessions" "$source_dir" "$first" "$few" \
            "$work/records" >"$work/$name.sessions" 2>"$work/$name.err"
        [ -s "$work/$name.err" ] && fail "$name: $(cat "$work/$name.err")"
        compare "$name" "$first" >/dev/null
    done
    unset LOCPATH
    echo "${#locales[@]} locales and ${#zones[@]} time zones: same bytes in $few random sessions each"
}

# NAME COUNT COMPILER BUILD_TYPE FLAGS SANITIZERS ("-" is none). The first is the second compiler, in all sessions.
variants=("clang-O0 $sessions clang++ None -O0 -")
if [ "$long" = 1 ]; then
    variants=("clang-O2 $sessions clang++ None -O2 -" "clang-O0 $more clang++ None -O0 -" "clang-O3 $more clang++ None -O3 -"
        "gcc-O0 $more g++ None -O0 -" "gcc-O2 $more g++ None -O2 -" "gcc-O3 $more g++ None -O3,-march=native -"
        "gcc-debug $more g++ Debug - -" "gcc-release $more g++ Release - -" "gcc-asan-ubsan 40 g++ RelWithDebInfo - address,undefined")
fi

# named VARIANT: sets name, count, compiler, type, flags, sanitizers. A machine without a second compiler still checks the
# optimisations of the first.
named() {
    read -r name count compiler type flags sanitizers <<<"$1"
    if ! command -v "$compiler" >/dev/null; then
        echo "$compiler is not installed, so $name is built with g++"
        compiler="g++"
    fi
    [ "$flags" = - ] && flags=""
    [ "$sanitizers" = - ] && sanitizers=""
    flags="${flags//,/ }"
}

# The first is built while the program that is being tested plays.
named "${variants[0]}"
build "$name" "$compiler" "$type" "$flags" "$sanitizers" &
building=$!
trap wait EXIT

record "$build_dir" here "$sessions"
GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2,-FMA_Usable,-AVX2_Usable record "$build_dir" without-fma-avx2 "$sessions"
compare without-fma-avx2
elsewhere

wait "$building" || fail "$name could not be built; see $work/$name.log"
for variant in "${variants[@]}"; do
    named "$variant"
    [ "$variant" = "${variants[0]}" ] || build "$name" "$compiler" "$type" "$flags" "$sanitizers"
    own_copies "$work/build-$name"
    record "$work/build-$name" "$name" "$count"
    compare "$name"
done
