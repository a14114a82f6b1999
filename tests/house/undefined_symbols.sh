#!/usr/bin/env bash
# Scored code calls nothing of the C library's mathematics but sqrt: other functions are picked by processor, and a mark
# must not depend on the machine. Looks at what the given archives and plugins leave undefined.
#   undefined_symbols.sh [--without MEMBER] FILE...
set -euo pipefail

without=""
if [[ "${1:-}" == --without ]]; then
    without="$2"
    shift 2
fi
[[ $# -gt 0 ]] || { echo "undefined_symbols: expected files to look at, found none" >&2; exit 2; }

libm=$(ldconfig -p | sed -n 's/.*libm\.so\.6 .*=> //p' | head -1)
[[ -f "$libm" ]] || { echo "undefined_symbols: found no libm.so.6 to compare with" >&2; exit 2; }
names=$(nm -D --defined-only "$libm" | awk '{ sub(/@.*/, "", $3); print $3 }' | sort -u)
[[ $(wc -l <<<"$names") -gt 300 ]] || { echo "undefined_symbols: $libm lists too few functions to be right" >&2; exit 2; }

bad=0
for file in "$@"; do
    # Members of an archive head their own paragraph; a plugin lists its dynamic symbols.
    [[ "$file" == *.a ]] && dynamic="" || dynamic="-D"
    symbols=$(nm $dynamic --undefined-only "$file" | awk -v skip="$without" '
        /:$/ { member = $1; next }
        NF == 2 && (skip == "" || index(member, skip) != 1) { sub(/@.*/, "", $2); print $2, member }' | sort -u)
    [[ -n "$symbols" ]] || { echo "undefined_symbols: $file lists no symbols: was it built?" >&2; exit 2; }
    while read -r symbol member; do
        [[ "$symbol" == sqrt || "$symbol" == sqrtf ]] && continue
        if grep -qxF -- "$symbol" <<<"$names"; then
            echo "$(basename "$file") ${member%:}: calls $symbol of libm; use needlepoint/sdk/math.h"
            bad=1
        fi
    done <<<"$symbols"
done
exit $bad
