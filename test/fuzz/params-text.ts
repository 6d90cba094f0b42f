import fc from 'fast-check';
import { METHODS } from '../../src/protocol/methods.js';
import { FILE_PARAMS, PATHS } from './file-params.js';
import { jsonText } from './json-text.js';
import { mostly, only, type Text } from './parameter-text.js';
import { sandboxText as sandbox } from './sandbox-text.js';

const flag = mostly('true', 'false', 'null');
const processId = mostly('"p"', '"q"', '"__proto__"', '""');

/** The programs of a fuzzed start: an arbitrary one could be `rm`. */
const argv = only(
  '["true"]',
  '["sh","-c","echo out; echo err >&2; exit 3"]',
  '["cat"]',
  '["sleep","0.01"]',
  '["/nowhere/program","a"]',
  '[]',
  '[""]',
  '["true\\u0000"]',
  '["true",1]',
  '{}',
  'null',
  '"true"',
);

const envPolicy = mostly(
  'null',
  '{"inherit":"all","ignoreDefaultExcludes":false,"exclude":["*"],"set":{"A":"b"},"includeOnly":[]}',
  '{"inherit":"core","ignoreDefaultExcludes":true,"exclude":[],"set":{},"includeOnly":["?*?"]}',
  '{"inherit":"none"}',
);

/** A proxy that allows nothing. */
const PROXY =
  '{"proxy":{"enabled":true,"enableSocks5":true,"enableSocks5Udp":false,"allowUpstreamProxy":false,"dangerouslyAllowAllUnixSockets":false,"mode":"full","allowLocalBinding":false}}';

const PARAMS: Readonly<Record<string, Readonly<Record<string, Text>>>> = {
  [METHODS.initialize]: { clientName: mostly('"again"'), resumeSessionId: mostly('null', '"x"') },
  [METHODS.processStart]: {
    processId,
    argv,
    cwd: mostly('"file:///"', '"file:///nowhere"', '"file://host/x"', '"http://x/"', '"/"'),
    env: mostly('{"PATH":"/usr/bin:/bin"}', '{}', '{"A=B":"","":"x"}', '{"__proto__":"x"}'),
    tty: mostly('false', 'false', 'true'),
    envPolicy,
    pipeStdin: flag,
    arg0: mostly('null', '"-sh"'),
    metadata: mostly('null', '{"threadId":"no uuid"}'),
    networkProxy: mostly('null', '{"proxy":{}}', PROXY),
    sandbox,
    enforceManagedNetwork: flag,
    managedNetwork: mostly(
      'null',
      '{"loopbackPorts":[1],"allowLocalBinding":true}',
      '{"loopbackPorts":[0]}',
    ),
    shellSnapshot: mostly('null', '{"scopeId":"s","shell":{"name":"sh","path":"/bin/sh"}}'),
  },
  [METHODS.processRead]: {
    processId,
    afterSeq: mostly('0', '1', '18446744073709551615', 'null'),
    maxBytes: mostly('0', '1', '100', 'null'),
    waitMs: only('0', '1', '20', '-1', '1.5', '"x"', 'null', '[]'),
  },
  [METHODS.processWrite]: {
    processId,
    chunk: mostly('"aGVsbG8K"', '""', '"!"', '"AA"'),
    writeId: mostly('"1"', '"2"', '""'),
  },
  [METHODS.processSignal]: { processId, signal: mostly('"interrupt"', '"kill"') },
  [METHODS.processTerminate]: { processId },
  ...FILE_PARAMS,
  [METHODS.httpRequest]: {
    method: mostly('"GET"', '"post"', '"CONNECT"', '"G T"'),
    // No server listens there.
    url: only(
      '"http://127.0.0.1:1/"',
      '"https://u:p@127.0.0.1:1/x"',
      '"ftp://x"',
      '"http://"',
      '"x"',
      '1',
      'null',
    ),
    headers: mostly(
      '[]',
      '[{"name":"a","value":"b"}]',
      '[{"name":"a b","value":""}]',
      '[{"name":"a","value":"\\r\\n"}]',
      '[{"name":"a","value":"","valueEnvVar":"NOWHERE"}]',
    ),
    bodyBase64: mostly('null', '"aGVsbG8="', '"!"'),
    timeoutMs: mostly('null', '0', '100'),
    redirectPolicy: mostly('"follow"', '"stop"'),
    requestId: mostly('"r"', '""'),
    streamResponse: flag,
  },
  [METHODS.environmentConfigRead]: {
    cwd: mostly(...PATHS),
    configPaths: mostly('[["mcp_servers"]]', '[[]]', '[]', '[["__proto__"],["a","b"]]'),
    requirementsPaths: mostly('[]', '[["constructor"]]'),
  },
  [METHODS.capabilityRootsDiscover]: {
    roots: fc.oneof(
      mostly('[]', `[{"id":"","path":"file:///nowhere"}]`),
      sandbox.map((text) => `[{"id":"r","path":${PATHS[0]},"sandbox":${text}}]`),
    ),
  },
  [METHODS.capabilitiesDiscover]: { cwd: mostly(...PATHS), sandbox },
  [METHODS.environmentInfo]: {},
  [METHODS.environmentStatus]: {},
};

/** Every method that is fuzzed. */
export const FUZZED_METHODS: readonly string[] = Object.keys(PARAMS);

/** The text of the params of a method: its own fields in any order, some missing, some of another kind. */
export const paramsText = (method: string): Text => {
  const fields = Object.entries(PARAMS[method] ?? {});
  const members = fields.map(([name, value]) =>
    fc.option(value, { freq: 12 }).map((text) => (text === null ? [] : [`"${name}":${text}`])),
  );
  const extra = fc
    .option(jsonText, { freq: 1 })
    .map((text) => (text === null ? [] : [`"extra":${text}`]));
  const whole = fc
    .tuple(...members, extra)
    .chain((parts) => fc.shuffledSubarray(parts.flat(), { minLength: parts.flat().length }))
    .map((given) => `{${given.join(',')}}`);
  // Arrays are read by position, which could make a program of any text.
  const other = fc.constantFrom('null', '[]', '1', '"x"', 'true', '[null,null]');
  return fc.oneof({ weight: 20, arbitrary: whole }, { weight: 1, arbitrary: other });
};
