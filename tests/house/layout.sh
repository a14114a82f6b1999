#!/usr/bin/env bash
# Every source lies as .clang-format says. Another version of the tool would see other faults, so it is not asked.
set -euo pipefail
cd "$1"
command -v clang-format >/dev/null || { echo "clang-format was expected and is missing; ./bootstrap installs it"; exit 1; }
version=$(clang-format --version | grep -o '[0-9]*\.' | head -n 1)
[ "$version" = 14. ] || { echo "skipped: the layout is that of clang-format 14, and this is $(clang-format --version)"; exit 77; }
wrong=$(find engine plugins tests -name node_modules -prune -o \( -name '*.cpp' -o -name '*.h' -o -name '*.hpp' -o -name '*.c' \) -print0 |
    xargs -0 -n 40 -P "$(nproc)" clang-format --dry-run -Werror 2>&1 | grep -o '^[^: ]*:[0-9]*:' | cut -d: -f1 | sort -u || :)
[ -z "$wrong" ] || { printf 'not laid out as .clang-format says; run: clang-format -i\n%s\n' "$wrong"; exit 1; }
