/**
 * What `npm test` runs: one step after the other, and the lanes of a step side by side, each stage of a lane after the one before. Each
 * stage is one npm script.
 *
 * @typedef {object} Stage
 * @property {string} name for `--only`
 * @property {string} title for people
 * @property {string} script the npm script
 * @property {readonly string[]} [args] given to the script
 * @property {'code' | 'dist' | 'test'} needs the set-up's profile
 * @property {'vitest' | 'playwright'} [runner] whose JSON report is counted; the script writes it where CASQUE_REPORT says
 * @property {boolean} [ownDatabase] runs on a PostgreSQL that was started by hand, named by DATABASE_URL
 * @property {boolean} [packaged] runs against the package in `dist/`
 * @property {number} minutes after which the stage is ended as hung
 */

/** @typedef {readonly Stage[]} Lane */

/** @type {Lane} */
const code = [
  { name: 'format', title: 'Format', script: 'format:check', needs: 'code', minutes: 5 },
  { name: 'lint', title: 'Lint', script: 'lint', needs: 'code', minutes: 10 },
  { name: 'types', title: 'Types', script: 'types', needs: 'code', minutes: 10 },
  { name: 'boundaries', title: 'Boundaries between the folders', script: 'boundaries', needs: 'code', minutes: 5 },
  { name: 'unused', title: 'Unused files, exports and dependencies', script: 'unused', needs: 'code', minutes: 5 },
  { name: 'audit', title: 'Known vulnerabilities of what is shipped', script: 'audit', needs: 'code', minutes: 3 },
  {
    name: 'unit',
    title: 'Unit and property tests',
    script: 'test:unit',
    needs: 'code',
    runner: 'vitest',
    minutes: 10,
  },
];

/** @type {Stage} */
const sync = {
  name: 'sync',
  title: 'Server and synchronisation on the embedded PostgreSQL',
  script: 'test:sync',
  needs: 'code',
  runner: 'vitest',
  minutes: 20,
};

/** @type {Stage} */
const syncOnOwnDatabase = {
  name: 'sync-database-url',
  title: 'Server and synchronisation on a PostgreSQL started by hand',
  script: 'test:sync',
  needs: 'test',
  runner: 'vitest',
  ownDatabase: true,
  minutes: 20,
};

/** @type {Stage} */
const build = { name: 'build', title: 'Build', script: 'build', needs: 'code', minutes: 5 };

/** @type {Lane} */
const application = [
  {
    name: 'e2e',
    title: 'The application, with a telephone exchange, sound and customers',
    script: 'test:e2e',
    args: ['--project', 'app', '--grep-invert', '@alone'],
    needs: 'test',
    runner: 'playwright',
    minutes: 60,
  },
  {
    name: 'e2e-alone',
    title: 'The same, as to what measures the sound of a call, one after the other',
    script: 'test:e2e',
    args: ['--project', 'app', '--grep', '@alone', '--workers', '1'],
    needs: 'test',
    runner: 'playwright',
    minutes: 10,
  },
];

/** @type {Stage} */
const faults = {
  name: 'faults',
  title: 'Five minutes of the campaign of faults',
  script: 'faults',
  args: ['--seed', '17', '--minutes', '5'],
  needs: 'test',
  minutes: 20,
};

/** @type {Lane} */
const packages = [
  {
    name: 'package',
    title: 'Package',
    script: 'dist',
    args: ['--dir', '--for-tests'],
    needs: 'test',
    minutes: 15,
  },
  {
    name: 'packaged',
    title: 'The package, with a telephone exchange, sound and customers',
    script: 'test:packaged',
    needs: 'test',
    runner: 'playwright',
    packaged: true,
    minutes: 30,
  },
];

/**
 * Two lanes at most: the machine may have no more than two processors. The campaign of faults mostly waits, and the programs it runs are those
 * of the build; it has a network of its own. Nothing runs beside the tests of the application but each other.
 *
 * @type {readonly (readonly Lane[])[]}
 */
export const steps = [[[build]], [code, [faults]], [[sync], [syncOnOwnDatabase]], [application], [packages]];

export const stages = steps.flat(2);
