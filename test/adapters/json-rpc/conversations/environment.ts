import { type Conversation, refusal } from '../converse.js';

const config = (params?: unknown): string =>
  JSON.stringify({ id: 1, method: 'environmentConfig/read', params });

const roots = (params?: unknown): string =>
  JSON.stringify({ id: 1, method: 'capabilityRoots/discoverV1', params });

const KEYS = [['mcp_servers']];

/** Requests for configurations and capabilities: the server has none. */
export const ENVIRONMENT_CONVERSATIONS: readonly Conversation[] = [
  {
    name: 'answers environmentConfig/read without files with empty layers',
    frames: [config({ cwd: 'file:///p', configPaths: KEYS, requirementsPaths: KEYS })],
    answers: [
      '{"id":1,"result":{"userHomeDir":"file:///home/tester","codexHomeDir":"file:///home/tester/.codex",' +
        '"hostname":"testhost","config":{"layers":[],"cloudInsertionIndex":0},' +
        '"requirements":{"layers":[],"cloudInsertionIndex":0}}}',
    ],
  },
  {
    name: 'answers a configuration request without a key with -32602',
    frames: [config({ cwd: 'file:///', configPaths: [], requirementsPaths: [] })],
    answers: [refusal(-32_602, 'at least one config or requirements path is required')],
  },
  {
    name: 'answers a configuration request with an empty key with -32602',
    frames: [config({ cwd: 'file:///', configPaths: [[]], requirementsPaths: [] })],
    answers: [refusal(-32_602, 'TOML paths must contain at least one key segment')],
  },
  {
    name: 'answers environmentConfig/read for a cwd of another operating system with -32602',
    frames: [config({ cwd: 'file:///C:/x', configPaths: KEYS, requirementsPaths: [] })],
    answers: [refusal(-32_602, "'file:///C:/x' is invalid on 'linux'")],
  },
  {
    name: 'answers roots in the order of the request, each with its own error',
    frames: [
      roots({
        roots: [
          { id: 'b', path: 'file:///nope/' },
          { id: 'a', path: 'file:///C:/x', sandbox: null },
        ],
      }),
    ],
    answers: [
      '{"id":1,"result":{"roots":[' +
        '{"id":"b","path":"file:///nope/","plugin":null,"skills":[],"namespaceManifests":[],"warnings":[],' +
        '"error":"failed to inspect capability root file:///nope/: No such file or directory (os error 2)"},' +
        '{"id":"a","path":"file:///C:/x","plugin":null,"skills":[],"namespaceManifests":[],"warnings":[],' +
        '"error":"failed to inspect capability root file:///C:/x: \'file:///C:/x\' is invalid on \'linux\'"}]}}',
    ],
  },
  {
    name: 'answers an empty list of roots with an empty list',
    frames: [roots({ roots: [] })],
    answers: ['{"id":1,"result":{"roots":[]}}'],
  },
  {
    name: 'answers too many roots with -32600',
    frames: [roots({ roots: Array(129).fill({ id: 'a', path: 'file:///' }) })],
    answers: [refusal(-32_600, 'capability root discovery accepts at most 128 roots')],
  },
  {
    name: 'answers an invalid root with -32602',
    frames: [roots({ roots: [{ id: 'a' }] })],
    answers: [refusal(-32_602, 'missing field `path`')],
  },
  {
    name: 'answers capabilities/discoverV2 with the installed plugins and skills',
    frames: [
      JSON.stringify({ id: 1, method: 'capabilities/discoverV2', params: { cwd: 'file:///p' } }),
    ],
    answers: ['{"id":1,"result":{"plugins":[],"skills":[],"warnings":[]}}'],
  },
  {
    name: 'answers a discovery without directory with -32602',
    frames: [JSON.stringify({ id: 1, method: 'capabilities/discoverV2', params: {} })],
    answers: [refusal(-32_602, 'missing field `cwd`')],
  },
];
