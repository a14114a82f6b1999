#!/bin/sh
# Usage: exactness.sh PROGRAM. Fails where a needle ray on the head differs from brute force.
# NEEDLEPOINT_LONG_TESTS=1: 2,000,016 rays instead of 50,004.
rays=50004
[ "${NEEDLEPOINT_LONG_TESTS:-0}" = 1 ] && rays=2000016
"$1" bench --part exactness --rays "$rays" --json | python3 -c "
import json, sys
goal, = (goal for goal in json.load(sys.stdin)['goals'] if goal['id'] == 3)
asked = int(goal['note'].split()[-1])
print(goal['value'], 'of', asked, 'rays differ')
sys.exit(0 if goal['value'] == 0 and asked >= $rays else 1)
"
