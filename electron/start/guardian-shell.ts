import { existsSync } from 'node:fs';

/**
 * The beginning of a guardian's script. Chromium leaves descriptors open for children, of databases among them: they are closed first. Only
 * bash can name those above 9.
 */
export const closeInherited = `
for held in /dev/fd/*; do
  held=\${held##*/}
  case $held in 0 | 1 | 2) continue ;; [3-9]) ;; *) [ -n "$BASH_VERSION" ] || continue ;; esac
  eval "exec $held>&-"
done
`;

/** What runs a guardian's script with these arguments: the program, and what it is given. Not from a file, which bash would read as it goes. */
export function guardianShell(script: string, args: readonly string[]): readonly [program: string, args: string[]] {
  return [existsSync('/bin/bash') ? '/bin/bash' : '/bin/sh', ['-c', script, 'casque-guardian', ...args]];
}
