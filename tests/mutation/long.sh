#!/bin/sh
[ "${NEEDLEPOINT_LONG_TESTS:-0}" = 1 ] || { echo "skipped: run with --long"; exit 77; }
exec "$(dirname "$0")/mutate.sh" "$1" 60 1
