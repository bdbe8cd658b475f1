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

/** What the AppImage's runtime has set is of the run that ends. */
export function outsideOfAppImage(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const theirs = ['APPIMAGE', 'APPDIR', 'ARGV0', 'OWD'];
  return Object.fromEntries(Object.entries(env).filter(([key]) => !theirs.includes(key)));
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
  return { program, args, env: outsideOfAppImage(env) };
}
