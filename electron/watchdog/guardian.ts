import { closeInherited } from '../start/guardian-shell.ts';

/**
 * Starts the program again when it died. The program holds the other end of the standard input: a word says that it ends in good order,
 * and an end without a word that it died. A shell's script, since no program of ours runs then; it becomes the program that it starts,
 * which has a guardian of its own.
 *
 * What died three times within a minute is left alone: something is wrong that a fourth start would not mend.
 *
 * `SHELL -c SCRIPT guardian DEATHS PROGRAM [ARGUMENT...]`; DEATHS is the file that keeps when it died.
 */
export const guardianScript = `${closeInherited}
deaths=$1
shift
while read -r word; do
  [ "$word" = over ] && exit 0
done
now=$(date +%s)
recent=
count=0
if [ -r "$deaths" ]; then
  while read -r at; do
    case $at in '' | *[!0-9]*) continue ;; esac
    [ "$at" -gt "$now" ] && continue
    [ $((now - at)) -ge 60 ] && continue
    recent="$recent$at
"
    count=$((count + 1))
  done <"$deaths"
fi
if [ "$count" -ge 2 ]; then
  rm -f "$deaths"
  exit 0
fi
printf '%s%s\\n' "$recent" "$now" >"$deaths"
[ "$count" -eq 0 ] || sleep 1
exec "$@" </dev/null
`;
