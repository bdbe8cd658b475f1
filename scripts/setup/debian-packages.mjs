/** Debian packages (Debian, Ubuntu and their kin): Electron's libraries, and what the tests put around the application. */
import { existsSync, readFileSync } from 'node:fs';
import { query, run } from './run.mjs';
import { progress, SetupProblem } from './say.mjs';

export const title = 'Debian packages';

/** Where a package changed its name between releases, any of the names will do; the first that can be had is installed. */
const groups = {
  electron: [
    ['libgtk-3-0', 'libgtk-3-0t64'],
    ['libnss3'],
    ['libasound2', 'libasound2t64'],
    ['libgbm1'],
    ['libxss1'],
    ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
    ['libxtst6'],
    ['libnotify4'],
    ['libsecret-1-0'],
    ['libpulse0'],
    ['fonts-dejavu-core'],
  ],
  noDisplay: [['xvfb'], ['xauth'], ['pulseaudio'], ['pulseaudio-utils']],
  lab: [
    ['dbus'],
    ['gnome-keyring'],
    ['libsecret-tools'],
    ['sox'],
    ['sip-tester'],
    ['openssl'],
    ['debootstrap'],
    ['debian-archive-keyring'],
    ['iproute2'],
    ['iptables'],
    ['coturn'],
    ['kamailio'],
    ['kamailio-websocket-modules'],
    ['kamailio-tls-modules'],
    ['rtpengine-daemon'],
    ['procps'],
    ['xdotool'],
    ['postgresql'],
  ],
  packages: [['p7zip-full', '7zip']],
};

/** @param {'start' | 'test' | 'dist' | 'bench'} profile */
function wantedFor(profile) {
  const display = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  if (profile === 'start') return [...groups.electron, ...(display ? [] : groups.noDisplay)];
  if (profile === 'dist') return groups.packages;
  const lab = [...groups.electron, ...groups.noDisplay, ...groups.lab];
  return profile === 'test' ? [...lab, ...groups.packages] : lab;
}

function isDebian() {
  return process.platform === 'linux' && existsSync('/var/lib/dpkg/status') && existsSync('/usr/bin/apt-get');
}

/** @param {readonly string[][]} wanted */
function absent(wanted) {
  // The status file is dpkg's own record; reading it saves half a second over asking dpkg-query.
  const status = readFileSync('/var/lib/dpkg/status', 'utf8');
  const installed = new Set();
  for (const paragraph of status.split('\n\n')) {
    const name = /^Package: (.+)$/m.exec(paragraph)?.[1];
    if (name && /^Status: \S+ ok installed$/m.test(paragraph)) installed.add(name);
  }
  return wanted.filter((names) => !names.some((name) => installed.has(name)));
}

/** @param {'start' | 'test' | 'dist' | 'bench'} profile */
export function isMissing(profile) {
  if (process.platform !== 'linux') return undefined;
  if (!isDebian()) return undefined;
  const missing = absent(wantedFor(profile));
  return missing.length === 0 ? undefined : missing.map(([name]) => name).join(', ');
}

/** @param {'start' | 'test' | 'dist' | 'bench'} profile */
export async function install(profile) {
  const missing = absent(wantedFor(profile));
  if (process.getuid?.() !== 0) {
    const names = missing.map((alternatives) => available(alternatives) ?? alternatives[0]).join(' ');
    throw new SetupProblem(
      `Some system packages are missing; install them and start again: sudo apt-get install -y ${names}`,
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_MODE: 'l' };
  const report = progress('Installing Debian packages');
  report.detail('reading the package lists');
  const update = await run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', 'update'], { env, timeoutMs: 5 * 60_000 });
  const names = missing.map((alternatives) => available(alternatives));
  const unknown = missing.filter((_, index) => !names[index]).map(([name]) => name);
  if (unknown.length > 0) {
    report.end('failed');
    const listed = unknown.join(', ');
    throw new SetupProblem(
      `This machine’s package sources do not have ${listed}: enable Debian’s or Ubuntu’s main archive.`,
      update.output,
    );
  }
  const { code, output } = await run(
    'apt-get',
    ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '--no-install-recommends', ...names],
    { env, onLine: (line) => report.detail(line) },
  );
  report.end(code === 0 ? `done: ${names.join(', ')}` : 'failed');
  if (code !== 0) {
    throw new SetupProblem(
      `apt-get could not install the packages; try it by hand: apt-get install ${names.join(' ')}`,
      output,
    );
  }
}

/** The first of the alternatives that apt can install, if any. */
function available(alternatives) {
  return alternatives.find((name) => /Candidate: (?!\(none\))\S/.test(query('apt-cache', ['policy', name]) ?? ''));
}
