/** Folders with Debian unstable and one program of the tests in each, which runs there in a chroot. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './alone.mjs';
import { cacheDir } from './paths.mjs';
import { hasCommand, query, run } from './run.mjs';
import { progress, SetupProblem } from './say.mjs';

/**
 * @typedef {object} DebianRoot
 * @property {string} title
 * @property {() => string} folder complete, or not yet there
 * @property {() => string | undefined} isMissing why an installation is needed
 * @property {() => Promise<void>} install
 *
 * @param {object} wanted
 * @param {string} wanted.name of the folder in the cache
 * @param {string} wanted.title for people
 * @param {string} wanted.program for people, with the version that the tests are written for
 * @param {string} wanted.debianPackage
 * @param {readonly string[]} wanted.asksVersion the command, in the folder, that prints its version
 * @param {RegExp} wanted.version what it must print
 * @param {string} wanted.size for people
 * @returns {DebianRoot}
 */
export function debianRoot({ name, title, program, debianPackage, asksVersion, version: wantedVersion, size }) {
  const stamp = `.casque-${name}`;
  const folder = () => join(cacheDir(), name, 'root');

  async function install() {
    if (process.platform !== 'linux' || process.getuid?.() !== 0 || !hasCommand('debootstrap')) {
      throw new SetupProblem(
        `The tests against a real ${program} run as root on Debian or Ubuntu with \`debootstrap\`: use a container or a virtual machine, or run the others with \`npm test -- --only unit,sync,build\`.`,
      );
    }
    const mirror = debianMirror();
    const report = progress(`Installing ${program} from Debian unstable (${mirror}), about ${size}`);
    const root = folder();
    const work = `${root}.partial-${process.pid}`;
    removePartials(root);
    mkdirSync(work, { recursive: true });
    try {
      const args = ['--variant=minbase', `--include=${debianPackage},ca-certificates`, 'sid', work, mirror];
      const { code, output } = await run('debootstrap', args, {
        env: { ...process.env, ...proxyOfApt(), DEBIAN_FRONTEND: 'noninteractive' },
        onLine: (line) => report.detail(line.replace(/^I: /, '')),
      });
      const version = code === 0 ? query('chroot', [work, ...asksVersion])?.trim() : undefined;
      if (!version) {
        throw new SetupProblem(
          `debootstrap could not install ${program} from ${mirror}: is that mirror reachable from here?`,
          output,
        );
      }
      if (!wantedVersion.test(version)) {
        throw new SetupProblem(`${mirror} has ${version}; the tests are written for ${program}.`);
      }
      // The packages' archives are not needed again.
      rmSync(join(work, 'var/cache/apt/archives'), { recursive: true, force: true });
      writeFileSync(join(work, stamp), `${version}\n`);
      rmSync(root, { recursive: true, force: true });
      renameSync(work, root);
      report.end(`done, ${version}`);
    } catch (error) {
      report.end('failed');
      throw error;
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }

  return {
    title,
    folder,
    isMissing: () => (existsSync(join(folder(), stamp)) ? undefined : 'it is not installed'),
    install,
  };
}

function removePartials(root) {
  const parent = join(root, '..');
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const owner = Number(/\.partial-(\d+)$/.exec(name)?.[1]);
    if (!owner || isAlive(owner)) continue;
    const path = join(parent, name);
    // An interrupted debootstrap may leave /proc mounted below; deleting through it would be wrong.
    const mounted = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' ')[1] ?? '');
    for (const point of mounted.filter((at) => at.startsWith(`${path}/`)).reverse()) query('umount', ['-l', point]);
    rmSync(path, { recursive: true, force: true });
  }
}

/** The mirror that this machine's own apt uses for Debian; the public one elsewhere. */
function debianMirror() {
  const format = '$(ORIGIN)|$(LABEL)|$(REPO_URI)';
  const targets = query('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']) ?? '';
  const debian = targets.split('\n').find((line) => line.startsWith('Debian|Debian|http'));
  return debian?.split('|')[2]?.replace(/\/$/, '') ?? 'http://deb.debian.org/debian';
}

function proxyOfApt() {
  const answer = query('apt-config', ['dump', '--format', '%v', 'Acquire::http::Proxy'])?.trim();
  return answer && answer !== 'DIRECT' ? { http_proxy: answer } : {};
}
