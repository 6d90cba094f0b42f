/** The rings of ARCHITECTURE.md as rules: main -> adapters -> application -> domain. */

/** The directory of an adapter may use its own files, the inner rings, and nothing of another adapter. */
const adapterIsolation = {
  name: 'adapters-know-no-other-adapter',
  comment:
    'An adapter imports application, domain, protocol, adapters/shared and its own directory, never another one.',
  severity: 'error',
  from: { path: '^src/adapters/([^/]+)/', pathNot: '^src/adapters/websocket/' },
  to: { path: '^src/adapters/', pathNot: '^src/adapters/($1|shared)/' },
};

/** Packages of which the bundles have what they use. They are development dependencies: no user installs them. */
const BUNDLED =
  '(@opentelemetry/[^/]+|class-validator|commander|execa|leven|pino|pino-pretty|prom-client|ws)';

/** Areas that any client needs. What only Codex knows is in `configuration`, `capabilities` and `shell-snapshots`. */
const CORE_AREAS =
  '(admission|connection|environment|files|host|http|limits|logging|network|output|processes|routing|sandbox|sessions)';

/** What a directory of the domain may import besides itself and the files at the root of the domain. */
const domainArea = (area, imports) => ({
  name: `domain-${area}-imports-${imports.join('-and-') || 'no-area'}`,
  comment:
    'The areas of the domain have one direction: sessions, processes, output; sandbox and sessions, files.',
  severity: 'error',
  from: { path: `^src/domain/${area}/` },
  to: { path: '^src/domain/[^/]+/', pathNot: `^src/domain/(${[area, ...imports].join('|')})/` },
});

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
      name: 'no-circular-directories',
      comment: 'A cycle means that two directories are one.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'a-subdirectory-knows-no-file-above-it',
      comment:
        'The rule for directories does not see these cycles. `message-transport.ts` is the port that transports implement.',
      severity: 'error',
      from: { path: '^src/adapters/(processes|sandbox|json-rpc)/[^/]+/' },
      to: {
        path: '^src/adapters/$1/[^/]+$',
        pathNot: '^src/adapters/json-rpc/message-transport[.]ts$',
      },
    },
    {
      name: 'domain-root-knows-no-area',
      comment: 'What every area uses is at the root of the domain, and uses none of them.',
      severity: 'error',
      from: { path: '^src/domain/[^/]+$' },
      to: { path: '^src/domain/[^/]+/' },
    },
    domainArea('admission', []),
    domainArea('capabilities', []),
    domainArea('configuration', []),
    domainArea('files', []),
    domainArea('http', []),
    domainArea('network', []),
    domainArea('output', []),
    domainArea('patches', []),
    domainArea('processes', ['output', 'sandbox']),
    domainArea('routing', []),
    domainArea('sandbox', ['files']),
    domainArea('sessions', ['processes', 'output', 'network', 'files']),
    domainArea('shell-snapshots', ['processes']),
    {
      name: 'core-areas-know-nothing-of-codex',
      comment:
        'Plugins, skills, trust, configuration layers and snapshots can be left out without touching the rest.',
      severity: 'error',
      from: {
        path: `^src/(domain|application|application/use-cases|adapters/json-rpc/params)/${CORE_AREAS}/`,
      },
      to: { path: '^src/.*/(capabilities|configuration|shell-snapshots)/' },
    },
    {
      name: 'adapters-know-nothing-of-codex',
      comment:
        'Except those that read and write its formats, and the one that speaks its protocol.',
      severity: 'error',
      from: { path: '^src/adapters/', pathNot: '^src/adapters/(json|json-rpc|toml|yaml)/' },
      to: { path: '^src/.*/(capabilities|configuration|shell-snapshots)/' },
    },
    {
      name: 'apply-patch-is-a-program-of-its-own',
      comment: 'It must start fast, so it imports nothing of the daemon but texts of the protocol.',
      severity: 'error',
      from: { path: '^src/(.*/patches/|main/apply-patch[.]ts$)' },
      to: {
        path: '^src/|node_modules/',
        pathNot: '^src/(.*/patches/|application/ports/patch-files[.]ts$|protocol/os-errors[.]ts$)',
      },
    },
    {
      name: 'the-daemon-applies-no-patches',
      comment: 'Processes do, with the program `apply_patch`.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(.*/patches/|main/apply-patch[.]ts$)' },
      to: { path: '^src/.*/patches/' },
    },
    {
      name: 'use-case-areas-are-independent',
      comment:
        'A use-case imports its own area and the inner rings. Both areas of Codex know its home.',
      severity: 'error',
      from: { path: '^src/application/use-cases/([^/]+)/' },
      to: {
        path: '^src/application/use-cases/',
        pathNot: '^src/application/use-cases/($1/|configuration/codex-home[.]ts$)',
      },
    },
    {
      name: 'application-directories-know-no-use-case',
      comment:
        'Use-cases build on connection, host, limits, logging and ports, never the other way round.',
      severity: 'error',
      from: { path: '^src/application/(?!use-cases/)[^/]+/' },
      to: { path: '^src/application/(use-cases/|[^/]+$)' },
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
      name: 'the-client-knows-nothing-of-the-server',
      comment:
        'It imports the protocol, `ws` and modules of Node, so that it loads fast and runs without the server.',
      severity: 'error',
      from: { path: '^src/client/' },
      to: {
        path: '^src/|node_modules/',
        pathNot: '^src/(client|protocol)/|node_modules/(@types/)?ws/',
      },
    },
    {
      name: 'the-server-knows-no-client',
      comment: 'Programs and tests use the client; the server does not.',
      severity: 'error',
      from: { path: '^src/(domain|application|adapters|main|protocol)/' },
      to: { path: '^src/client/' },
    },
    {
      name: 'the-command-line-is-a-client',
      comment:
        'Its commands use the client and the protocol; of the daemon they know how it is started, the units of its options, how a process is identified, and how a file is locked.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: {
        path: '^src/',
        pathNot:
          '^src/(cli|client|protocol)/|^src/main/(package-root|package-version|options/units)[.]ts$|^src/adapters/shared/(flock|process-table)[.]ts$',
      },
    },
    {
      name: 'only-the-program-loads-the-command-line',
      comment: '`main/cli.ts` does, by its path: the daemon must not grow by it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
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
      comment:
        'What src imports must be a dependency, or bundled: `scripts/bundle/check-dependencies.mjs` compares.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        pathNot: `^node_modules/${BUNDLED}/`,
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
