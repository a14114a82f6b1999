#!/usr/bin/env bash
# No finding of clang-tidy with the checks of .clang-tidy. Takes many minutes: only with ./bootstrap test --long.
set -euo pipefail
source_dir="$1" build="$2"
[ "${NEEDLEPOINT_LONG_TESTS:-0}" = 1 ] || { echo "skipped: run with --long"; exit 77; }
command -v clang-tidy >/dev/null || { echo "skipped: clang-tidy is not installed"; exit 77; }
cd "$source_dir"
grep -o '"file": "[^"]*"' "$build/compile_commands.json" | cut -d'"' -f4 | sort -u | grep -v "^$build/" |
    xargs -n 4 -P "$(nproc)" clang-tidy -p "$build" --quiet
