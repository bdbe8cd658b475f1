/** PouchDB and its server, at pinned versions in the cache outside the checkout: only this bench needs them. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheDir, projectEnv, projectNode } from '../../../scripts/setup/paths.mjs';
import { labFolder, type LabFolder } from '../../lab/folder.ts';
import { Program } from '../../lab/program.ts';

const packages = { express: '4.21.2', 'express-pouchdb': '4.2.0', pouchdb: '9.0.0' };

/** Installs the packages when they are not there yet. @returns the folder that has them in `node_modules` */
export async function pouchdbPackages(): Promise<string> {
  const versions = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  const folder = path.join(cacheDir(), 'bench', versions.join('+'));
  if (existsSync(folder)) return folder;
  console.log(`Installing ${versions.join(', ')} for this bench alone, in ${folder}.`);
  const work = `${folder}.partial-${process.pid}`;
  mkdirSync(work, { recursive: true });
  try {
    writeFileSync(path.join(work, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
    // LevelDB comes built; no package has to run anything.
    const args = ['install', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'];
    await promisify(execFile)('npm', args, { cwd: work, env: projectEnv() }).catch((cause: unknown) => {
      throw new Error('npm could not install PouchDB: is the npm registry reachable from here?', { cause });
    });
    renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

/** PouchDB's server as a program of its own, with rows in its database. */
export class PouchdbServer {
  readonly url: string;
  readonly #program: Program;
  readonly #folder: LabFolder;

  private constructor(url: string, program: Program, folder: LabFolder) {
    this.url = url;
    this.#program = program;
    this.#folder = folder;
  }

  static async start(modules: string, rows: readonly object[]): Promise<PouchdbServer> {
    const folder = labFolder('pouchdb');
    const file = path.join(folder.path, 'rows.json');
    writeFileSync(file, JSON.stringify(rows));
    const script = path.join(import.meta.dirname, 'pouchdb-server.cjs');
    const program = new Program(projectNode(), [script, modules, folder.path, file]);
    try {
      const [, url] = await program.printed(/"url":"([^"]+)"/, 300_000);
      return new PouchdbServer(url ?? '', program, folder);
    } catch (error) {
      await program.stop();
      folder.remove();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.#program.stop();
    this.#folder.remove();
  }
}
