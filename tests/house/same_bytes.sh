#!/usr/bin/env bash
# The same session must give the same record and marks with another compiler, at another optimisation, and on a
# processor without FMA and AVX2. Usage: same_bytes.sh SOURCE_DIR BUILD_DIR
set -euo pipefail
source_dir="$1"
build_dir="$2"
long="${NEEDLEPOINT_LONG_TESTS:-0}"
work="$build_dir/same-bytes"
mkdir -p "$work"

# record PROGRAM NAME: runs the sessions and leaves their events and marks.
record() {
    local program="$1" name="$2" scenario seed
    for scenario in tutorial/first-strokes practice/acne-scars-cheeks; do
        for seed in $(seq 1 "$([ "$long" = 1 ] && echo 10 || echo 1)"); do
            local file="$work/$name-${scenario//\//-}-$seed"
            "$program" run "$scenario" --trainee novice --seed "$seed" --out "$file.mcap" --force --data "$source_dir" 2>/dev/null
            "$program" inspect "$file.mcap" --csv --data "$source_dir" | sha256sum | cut -d' ' -f1 >"$file.sums"
            # Two builds of a scorer differ in their SHA-256, so that line is left out of the comparison.
            "$program" grade "$file.mcap" --json --data "$source_dir" 2>/dev/null | grep -v sha256 | sha256sum | cut -d' ' -f1 >>"$file.sums"
        done
    done
}

compare() {
    local name="$1" file
    for file in "$work"/here-*.sums; do
        local other="$work/$name-${file#"$work"/here-}"
        cmp "$file" "$other" || { echo "$name: events or marks differ in $(basename "$file" .sums)"; exit 1; }
    done
    echo "$name: same bytes"
}

# build NAME COMPILER OPTIMISATION: a headless program built that way.
build() {
    local name="$1" compiler="$2" optimisation="$3"
    cmake -S "$source_dir" -B "$work/build-$name" -G Ninja -DCMAKE_BUILD_TYPE=None -DNEEDLEPOINT_HEADLESS_ONLY=ON -DBUILD_TESTING=OFF \
        -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_C_COMPILER="${compiler/++/}" -DCMAKE_CXX_FLAGS="$optimisation" >"$work/$name.log" 2>&1 ||
        { cat "$work/$name.log"; exit 1; }
    cmake --build "$work/build-$name" >>"$work/$name.log" 2>&1 || { tail -n 40 "$work/$name.log"; exit 1; }
}

record "$build_dir/needlepoint-headless" here
GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2,-FMA_Usable,-AVX2_Usable record "$build_dir/needlepoint-headless" without-fma-avx2
compare without-fma-avx2
LC_ALL=C.UTF-8 TZ=Asia/Kathmandu record "$build_dir/needlepoint-headless" elsewhere
compare elsewhere

variants=("clang-O0 clang++ -O0")
[ "$long" = 1 ] && variants+=("clang-O3 clang++ -O3" "gcc-O0 g++ -O0" "gcc-O3 g++ -O3 -march=native")
for variant in "${variants[@]}"; do
    read -r name compiler optimisation <<<"$variant"
    if ! command -v "$compiler" >/dev/null; then
        # A machine without a second compiler still checks the optimisations of the first.
        name="gcc-O0" compiler="g++" optimisation="-O0"
    fi
    build "$name" "$compiler" "$optimisation"
    record "$work/build-$name/needlepoint-headless" "$name"
    compare "$name"
done
