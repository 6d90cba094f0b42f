/** A valid value for every field of every method; `?` marks those that may be absent. */
const FIELDS = {
  initialize: { clientName: 'x', 'resumeSessionId?': 'x' },
  'process/start': {
    processId: 'p',
    argv: ['true'],
    cwd: 'file:///',
    env: { A: 'b' },
    tty: false,
    'envPolicy?': {
      inherit: 'none',
      ignoreDefaultExcludes: true,
      exclude: [],
      set: {},
      includeOnly: [],
    },
    'pipeStdin?': false,
    'arg0?': 'x',
    'metadata?': { threadId: null, toolCallId: 'x' },
    'sandbox?': { permissions: { type: 'disabled' }, windowsSandboxLevel: 'disabled' },
    'enforceManagedNetwork?': false,
    'managedNetwork?': { loopbackPorts: [1], allowLocalBinding: true },
    'shellSnapshot?': { scopeId: 'x', shell: { name: 'bash', path: '/bin/bash' } },
  },
  'process/read': { processId: 'p', 'afterSeq?': 0, 'maxBytes?': 1, 'waitMs?': 0 },
  'process/write': { processId: 'p', chunk: 'YQ==', writeId: 'w' },
  'process/signal': { processId: 'p', signal: 'interrupt' },
  'process/terminate': { processId: 'p' },
  'fs/readFile': { path: 'file:///', 'followSymlinks?': true, 'sandbox?': null },
  'fs/writeFile': { path: 'file:///', dataBase64: '', 'followSymlinks?': true },
  'fs/createDirectory': { path: 'file:///', 'recursive?': true, 'followSymlinks?': true },
  'fs/getMetadata': { path: 'file:///', 'followSymlinks?': true },
  'fs/canonicalize': { path: 'file:///' },
  'fs/readDirectory': { path: 'file:///' },
  'fs/walk': {
    path: 'file:///',
    options: { maxDepth: 1, maxDirectories: 1, maxEntries: 1, followDirectorySymlinks: true },
  },
  'fs/remove': { path: 'file:///', 'recursive?': false, 'force?': false, 'followSymlinks?': true },
  'fs/copy': { sourcePath: 'file:///', destinationPath: 'file:///', recursive: false },
  'fs/open': { handleId: 'h', path: 'file:///', 'mode?': 'read' },
  'fs/readBlock': { handleId: 'h', offset: 0, len: 1 },
  'fs/writeBlock': { handleId: 'h', offset: 0, chunk: 'YQ==' },
  'fs/close': { handleId: 'h' },
  'fs/watchMissing': { watchId: 1, missing: ['file:///a'], 'present?': 'file:///' },
  'http/request': {
    method: 'GET',
    url: 'http://127.0.0.1:1/',
    requestId: 'r',
    'headers?': [{ name: 'a', value: 'b' }],
    'bodyBase64?': 'YQ==',
    'timeoutMs?': 1,
    'redirectPolicy?': 'stop',
    'streamResponse?': false,
  },
  'environmentConfig/read': { cwd: 'file:///', configPaths: [['a']], requirementsPaths: [['a']] },
  'capabilityRoots/discoverV1': { roots: [{ id: 'r', path: 'file:///' }] },
  'capabilities/discoverV2': { cwd: 'file:///' },
};

/** Whatever the field's type, most of these are not of it. */
const WRONG = [null, true, 7, -1, 1.5, '', 'text', '%', [], [1], {}, { a: 1 }];

/**
 * Asked before `initialize`, where params that cannot be read are -32602 and all others -32600: so
 * each mutation of each field is tried on both without anything coming of it.
 */
export const PARAMS = Object.entries(FIELDS)
  .filter(([method]) => method !== 'initialize')
  .map(([method, marked]) => ({
    name: `params-of-${method.replace('/', '-')}`,
    run: async (talk) => {
      const wire = await talk.connect();
      const fields = Object.fromEntries(
        Object.entries(marked).map(([name, value]) => [name.replace('?', ''), value]),
      );
      await talk.ask(wire, 'valid', method, fields);
      await talk.ask(wire, 'unknown field', method, { ...fields, another: 1 });
      for (const params of [undefined, null, 'x', 1, {}, []]) {
        await talk.ask(wire, `params ${JSON.stringify(params)}`, method, params);
      }
      await talk.ask(wire, 'params by position', method, Object.values(fields));
      for (const name of Object.keys(fields)) {
        const { [name]: _, ...rest } = fields;
        await talk.ask(wire, `${name} absent`, method, rest);
        for (const value of WRONG) {
          const label = `${name} ${JSON.stringify(value)}`;
          await talk.ask(wire, label, method, { ...fields, [name]: value });
        }
      }
    },
  }));
