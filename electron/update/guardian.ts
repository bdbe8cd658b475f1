import { closeInherited } from '../start/guardian-shell.ts';

/**
 * Watches over the first start of a new version, after the former one has ended: one that is not usable in time, or dies before, is
 * replaced by the former one again, which is started and told. A shell's script, since no program of ours may be running then.
 *
 * `SHELL -c SCRIPT guardian PROGRAM FORMER MARKER VERSION PID SECONDS [ARGUMENT...]`
 */
export const guardianScript = `${closeInherited}
program=$1 former=$2 marker=$3 version=$4 pid=$5 patience=$6
shift 6
while kill -0 "$pid" 2>/dev/null; do sleep 0.2; done
setsid "$program" "$@" &
new=$!
seconds=0
while [ "$seconds" -lt "$patience" ]; do
  if [ -e "$marker" ]; then
    rm -f "$former" "$marker"
    exit 0
  fi
  kill -0 "$new" 2>/dev/null || break
  sleep 1
  seconds=$((seconds + 1))
done
if ! kill -0 "$new" 2>/dev/null; then
  # Closed by somebody, in good order: nothing is known against it.
  wait "$new" && exit 0
fi
kill -9 -"$new" 2>/dev/null
mv -f "$former" "$program"
exec "$program" "$@" "--update-failed=$version"
`;
