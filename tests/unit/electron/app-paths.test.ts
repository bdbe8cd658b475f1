import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appFileOf, pageOfOrigin } from '../../../electron/protocol/app-paths.ts';

const root = '/opt/Casque/out/renderer';

describe('what an app:// address names', () => {
  test.each([
    ['app://desk/', 'desk', 'desk/index.html', true],
    ['app://desk/index.html', 'desk', 'desk/index.html', true],
    ['app://desk/index.html?x=1#y', 'desk', 'desk/index.html', true],
    ['app://voice/index.html', 'voice', 'voice/index.html', true],
    ['app://desk/assets/desk-1.js', 'desk', 'assets/desk-1.js', false],
    ['app://voice/assets/Inter%20var.woff2', 'voice', 'assets/Inter var.woff2', false],
  ] as const)('%s', (address, page, file, isDocument) => {
    expect(appFileOf(address, root)).toEqual({ page, file: join(root, file), isDocument });
  });

  test.each([
    'app://desk/../../etc/passwd',
    'app://desk/assets/../../../../etc/passwd',
    'app://desk/assets/%2e%2e/%2e%2e/main/main.js',
    'app://desk/assets/..%2f..%2fmain%2fmain.js',
    'app://desk/assets/%252e%252e/x',
    'app://desk/assets/..%5c..%5cmain.js',
    'app://desk/assets/a%5cb.js',
    'app://desk/assets\\..\\..\\main.js',
    'app://desk/assets/x%00.js',
    'app://desk/assets/',
    'app://desk/assets',
    'app://desk/desk/index.html',
    'app://desk/voice/index.html',
    'app://desk/package.json',
    'app://desk:80/index.html',
    'app://someone@desk/index.html',
    'app://stranger/index.html',
    'app:desk/index.html',
    'app:///index.html',
    'file:///etc/passwd',
    'https://desk/index.html',
    'app://desk/%',
    'no address',
    '',
  ])('nothing: %s', (address) => {
    const found = appFileOf(address, root);
    // A doubly encoded dot is a file name with a percent sign, inside assets.
    if (address.includes('%252e')) expect(found?.file).toBe(join(root, 'assets/%2e%2e/x'));
    else expect(found).toBeUndefined();
  });

  test('never leaves its folders, whatever the path', () => {
    const parts = fc.constantFrom('..', '.', '%2e%2e', '%2f', '%5c', '\\', 'assets', 'a', '', '%', '//', ':', 'desk');
    fc.assert(
      fc.property(fc.array(parts), fc.constantFrom('/', ''), (path, separator) => {
        const found = appFileOf(`app://desk/${path.join(separator)}`, root);
        if (found === undefined) return;
        expect(found.isDocument || found.file.startsWith(`${root}/assets/`)).toBe(true);
        expect(found.file).not.toContain('/../');
      }),
    );
  });
});

test.each([
  ['app://desk', 'desk'],
  ['app://desk/', 'desk'],
  ['app://voice', 'voice'],
  ['app://deskX', undefined],
  ['app://desk/index.html', undefined],
  ['app://desk.evil', undefined],
  ['https://desk', undefined],
  ['null', undefined],
  ['', undefined],
])('the page of origin %s is %s', (origin, page) => {
  expect(pageOfOrigin(origin)).toBe(page);
});
