/** How this program is started again by somebody who outlives it. */
export type ProgramAgain = {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
};

const lasting = /^--(practice|customer-calls|no-sandbox|lang=.*|user-data-dir=.*|password-store=.*)$/;

/** What a start was told that the next one is to be told too. */
export function lastingArguments(argv: readonly string[]): string[] {
  return argv.slice(1).filter((argument) => lasting.test(argument));
}

/** Where the AppImage's runtime unpacks the program when it was told `--appimage-extract-and-run`, of which the program is told nothing. */
const unpacked = '/appimage_extracted_';

/**
 * What the AppImage's runtime has set is of the run that ends. Where it unpacked the program it has to do that again: a machine without FUSE
 * starts it in no other way.
 */
export function outsideOfAppImage(env: NodeJS.ProcessEnv, execPath: string): NodeJS.ProcessEnv {
  const theirs = ['APPIMAGE', 'APPDIR', 'ARGV0', 'OWD'];
  const own = Object.fromEntries(Object.entries(env).filter(([key]) => !theirs.includes(key)));
  return execPath.includes(unpacked) ? { ...own, APPIMAGE_EXTRACT_AND_RUN: '1' } : own;
}

export type RunningProgram = {
  readonly execPath: string;
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Where the program's code is, when it is not in a package; null in one. */
  readonly source: string | null;
};

export function programAgain({ execPath, argv, env, source }: RunningProgram): ProgramAgain {
  const appImage = env['APPIMAGE'];
  const program = appImage === undefined || appImage === '' ? execPath : appImage;
  const args = [...(source === null ? [] : [source]), ...lastingArguments(argv)];
  return { program, args, env: outsideOfAppImage(env, execPath) };
}
