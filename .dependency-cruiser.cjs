/** The rings of ARCHITECTURE.md as rules: main -> adapters -> application -> domain. */

/** An adapter folder may use its own files, the inner rings, and nothing of another adapter. */
const adapterIsolation = {
  name: 'adapters-know-no-other-adapter',
  comment:
    'An adapter imports application, domain, protocol, adapters/shared and its own folder, never another one.',
  severity: 'error',
  from: { path: '^src/adapters/([^/]+)/', pathNot: '^src/adapters/websocket/' },
  to: { path: '^src/adapters/', pathNot: '^src/adapters/($1|shared)/' },
};

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'A cycle means that two files are one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-is-pure',
      comment: 'The domain imports nothing: no other ring, no node: module, no package.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'application-knows-the-domain-alone',
      comment:
        'Use-cases and ports import the domain alone; what they need from outside is a port.',
      severity: 'error',
      from: { path: '^src/application/' },
      to: { pathNot: '^src/(application|domain)/' },
    },
    {
      name: 'protocol-is-types-and-constants',
      comment: 'The published language depends on nothing.',
      severity: 'error',
      from: { path: '^src/protocol/' },
      to: { pathNot: '^src/protocol/' },
    },
    {
      name: 'adapters-know-no-main',
      comment: 'Wiring depends on adapters, never the other way round.',
      severity: 'error',
      from: { path: '^src/adapters/' },
      to: { path: '^src/(main|testing)/' },
    },
    adapterIsolation,
    {
      name: 'a-transport-hands-its-frames-to-json-rpc',
      comment:
        'The one exception: the WebSocket transport may import the JSON-RPC adapter, nothing else.',
      severity: 'error',
      from: { path: '^src/adapters/websocket/' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/(websocket|json-rpc|shared)/' },
    },
    {
      name: 'main-knows-no-testing',
      comment: 'The harness is published beside the server; the server does not need it.',
      severity: 'error',
      from: { path: '^src/main/' },
      to: { path: '^src/testing/' },
    },
    {
      name: 'only-main-wires',
      comment: 'Inversify and reflect-metadata are imported in src/main alone.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/' },
      to: { path: 'node_modules/(inversify|reflect-metadata)/' },
    },
    {
      name: 'no-dev-dependency-at-run-time',
      comment: 'What src imports must be a dependency of the package.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that cannot be resolved is a rule that cannot be checked.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json', '.node'],
    },
  },
};
