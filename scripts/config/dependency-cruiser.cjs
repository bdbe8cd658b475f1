/**
 * The arrows of docs/architecture.md, held by `npm run boundaries`. Imports point downwards only; a folder that nobody has
 * placed is an error.
 */
const bridges = '^renderer/bridges/';
const voiceContract = '^renderer/voice/contract/';
const storeDoor = '^renderer/store/(contract|client)\\.ts$';

/** What files under `from` may import of ours, besides their own folder. */
function only(name, from, allowed, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from },
    to: { path: '^(electron|renderer|domain|server|assets|scripts|tests)/', pathNot: [from, ...allowed] },
  };
}

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '\\.po$|\\?' } },
    only('domain-imports-nothing-of-ours', '^domain/', [], 'The rules run on desk and server alike.'),
    {
      name: 'domain-has-no-platform',
      severity: 'error',
      from: { path: '^domain/' },
      to: { dependencyTypes: ['core'] },
    },
    only('server-imports-domain', '^server/', ['^domain/']),
    only('store-imports-domain', '^renderer/store/', ['^domain/']),
    only('voice-imports-domain-and-its-bridge', '^renderer/voice/', ['^domain/', bridges, '^assets/']),
    only('contract-of-voice-imports-domain', voiceContract, ['^domain/']),
    only('bridges-import-domain', bridges, ['^domain/']),
    only('desk-imports-doors', '^renderer/desk/', ['^domain/', bridges, voiceContract, storeDoor, '^assets/']),
    only('shell-imports-bridges', '^electron/', ['^domain/', bridges, '^assets/', '^scripts/setup/']),
    only('scripts-import-scripts', '^scripts/', ['^tests/lab/', '^domain/', '^server/', '^electron/']),
    {
      name: 'only-tests-import-tests',
      severity: 'error',
      from: { pathNot: '^(tests|scripts)/' },
      to: { path: '^tests/' },
    },
    {
      name: 'unknown-folder',
      comment: 'Every file lives in a folder of docs/architecture.md.',
      severity: 'error',
      from: {
        path: '^[^/]+/',
        pathNot:
          '^(domain|server|assets|scripts|tests/(unit|sync|pbx|e2e|faults|bench|lab)|electron|renderer/(desk|voice|store|bridges)|node_modules)/|^tests/[^/]+\\.ts$',
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'],
    },
  },
};
