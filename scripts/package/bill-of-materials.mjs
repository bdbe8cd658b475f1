import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isShipped } from '../audit/shipped.mjs';

/**
 * What goes out to people, as CycloneDX has it, from the lock alone. Not by `npm sbom --omit=dev`: that of npm 11 leaves out what a tool needs too
 * (zod, commander).
 *
 * @param {string} root the checkout
 */
export function billOfMaterials(root) {
  const args = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--no-update-notifier'];
  const { stdout, status, stderr, error } = spawnSync('npm', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm sbom: ${error?.message ?? stderr}`);
  const bill = JSON.parse(stdout);
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const shipped = new Set(
    Object.entries(lock.packages)
      .map(([path, { version }]) => ({ path, name: path.replace(/^.*node_modules\//, ''), version }))
      .filter(({ path, name }) => path !== '' && isShipped(lock, { name, nodes: [path] }))
      .map(({ name, version }) => `${name}@${version}`),
  );
  const own = bill.metadata.component;
  return {
    ...bill,
    // npm calls it after its folder.
    metadata: { ...bill.metadata, component: { ...own, name: 'casque' } },
    components: bill.components.filter((each) => shipped.has(each['bom-ref'])),
    dependencies: bill.dependencies
      .filter(({ ref }) => ref === own['bom-ref'] || shipped.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((each) => shipped.has(each)) })),
  };
}
