import { type Conversation, refusal } from '../converse.js';

type Step = [method: string, params: object, answer: string];

const request = (method: string, params: object): string =>
  JSON.stringify({ id: 1, method: `fs/${method}`, params });

const result = (value: unknown): string => JSON.stringify({ id: 1, result: value });

const DONE = result({});
const MISSING = refusal(-32_004, 'No such file or directory (os error 2)');
const UNCONFINED = refusal(-32_603, 'filesystem sandbox cannot be enforced on this executor');
const SANDBOX = {
  permissions: { type: 'external', network: 'restricted' },
  windowsSandboxLevel: 'disabled',
};

const path = 'file:///d/f';
const copy = (source: string, destination: string, recursive = false): object => ({
  sourcePath: `file://${source}`,
  destinationPath: `file://${destination}`,
  recursive,
});
const OPTIONS = { maxDepth: 9, maxDirectories: 9, maxEntries: 9, followDirectorySymlinks: false };

/** A file with the text `hi` in a directory. */
const FILE: Step[] = [
  ['createDirectory', { path: 'file:///d' }, DONE],
  ['writeFile', { path, dataBase64: 'aGk=' }, DONE],
];

const HAPPY: Record<string, Step[]> = {
  'reads what was written': [...FILE, ['readFile', { path }, result({ dataBase64: 'aGk=' })]],
  'canonicalizes, lists and walks a directory': [
    ...FILE,
    ['canonicalize', { path: 'file:///d/../d/f/' }, result({ path })],
    [
      'readDirectory',
      { path: 'file:///d' },
      result({ entries: [{ fileName: 'f', isDirectory: false, isFile: true }] }),
    ],
    [
      'walk',
      { path: 'file:///', options: OPTIONS },
      result({
        entries: [
          { path: 'file:///d', kind: 'directory' },
          { path, kind: 'file' },
        ],
        errors: [],
        truncated: false,
      }),
    ],
  ],
  'copies and removes': [
    ...FILE,
    ['copy', copy('/d', '/e', true), DONE],
    ['remove', { path: 'file:///d' }, DONE],
    ['readFile', { path }, MISSING],
    ['readFile', { path: 'file:///e/f' }, result({ dataBase64: 'aGk=' })],
  ],
  'accepts a name that is not UTF-8': [
    ['writeFile', { path: 'file:///%ff%C3', dataBase64: 'aGk=' }, DONE],
    ['readFile', { path: 'file:///%FF%c3' }, result({ dataBase64: 'aGk=' })],
    ['canonicalize', { path: 'file:///%ff%c3' }, result({ path: 'file:///%FF%C3' })],
  ],
};

const REFUSED: Record<string, Step> = {
  'a file that is missing': ['readFile', { path: 'file:///nope' }, MISSING],
  'a missing parent': ['writeFile', { path: 'file:///no/f', dataBase64: '' }, MISSING],
  'a read of a directory': [
    'readFile',
    { path: 'file:///d', followSymlinks: null, sandbox: null },
    refusal(-32_600, 'path `/d` is not a file'),
  ],
  'a write of a directory': [
    'writeFile',
    { path: 'file:///d', dataBase64: '' },
    refusal(-32_603, 'Is a directory (os error 21)'),
  ],
  'content that is not base64': [
    'writeFile',
    { path: 'file://elsewhere/f', dataBase64: 'e!==' },
    refusal(-32_600, 'fs/writeFile requires valid base64 dataBase64: Invalid symbol 33, offset 1.'),
  ],
  'an existing directory': [
    'createDirectory',
    { path: 'file:///d', recursive: false },
    refusal(-32_603, 'File exists (os error 17)'),
  ],
  'metadata of a missing path': ['getMetadata', { path: 'file:///nope' }, MISSING],
  'metadata below a file': [
    'getMetadata',
    { path: 'file:///d/f/x' },
    refusal(-32_603, 'Not a directory (os error 20)'),
  ],
  'the canonical path of a missing path': ['canonicalize', { path: 'file:///nope' }, MISSING],
  'a listing of a file': [
    'readDirectory',
    { path },
    refusal(-32_603, 'Not a directory (os error 20)'),
  ],
  'a walk of a missing path': ['walk', { path: 'file:///nope', options: OPTIONS }, MISSING],
  'a walk to nowhere': [
    'walk',
    { path: 'file:///', options: { ...OPTIONS, maxEntries: 0, maxDepth: 65 } },
    refusal(-32_600, 'filesystem walk limits must be greater than zero'),
  ],
  ...Object.fromEntries(
    Object.entries({ maxDepth: 65, maxDirectories: 10_001, maxEntries: 50_001 }).map(
      ([name, value]): [string, Step] => [
        `a walk beyond ${name}`,
        [
          'walk',
          { path: 'file://elsewhere/', options: { ...OPTIONS, [name]: value } },
          refusal(
            -32_600,
            'filesystem walk limits exceed maximums: depth=64, directories=10000, entries=50000',
          ),
        ],
      ],
    ),
  ),
  'a removal of a missing path': ['remove', { path: 'file:///nope', force: false }, MISSING],
  'a removal of a directory that is not empty': [
    'remove',
    { path: 'file:///d', recursive: false },
    refusal(-32_603, 'Directory not empty (os error 39)'),
  ],
  'a recursive removal without links': [
    'remove',
    { path: 'file:///d', followSymlinks: false },
    refusal(-32_603, 'recursive no-follow removal is unsupported'),
  ],
  'a copy of a directory': [
    'copy',
    copy('/d', '/e'),
    refusal(-32_600, 'fs/copy requires recursive: true when sourcePath is a directory'),
  ],
  'a copy into itself': [
    'copy',
    copy('/d', '/d/e', true),
    refusal(-32_600, 'fs/copy cannot copy a directory to itself or one of its descendants'),
  ],
  'a drive letter': [
    'readFile',
    { path: 'file:///C:/x' },
    refusal(-32_600, "'file:///C:/x' is invalid on 'linux'"),
  ],
  'another host': [
    'copy',
    { ...copy('/d/f', '/x'), destinationPath: 'file://host/x' },
    refusal(-32_600, "'file://host/x' is invalid on 'linux'"),
  ],
};

/** Answered before what came first is done: params are read at once. */
const UNREADABLE: Record<string, Step> = {
  'a path that is not a URI': [
    'readFile',
    { path: '/d/f' },
    refusal(
      -32_602,
      'invalid URI: relative URL without a base; expected file:///PATH (field `path`)',
    ),
  ],
  'no options': ['walk', { path: 'file:///' }, refusal(-32_602, 'missing field `options`')],
};

const EVERY: Record<string, object> = {
  readFile: { path },
  writeFile: { path, dataBase64: '' },
  createDirectory: { path },
  getMetadata: { path },
  canonicalize: { path },
  readDirectory: { path },
  walk: { path, options: OPTIONS },
  remove: { path },
  copy: copy('/d/f', '/e'),
};

const EARLY = refusal(-32_600, 'client must call initialize before using filesystem methods');

const conversation = (name: string, steps: readonly Step[], fresh = false): Conversation => ({
  name,
  fresh,
  frames: steps.map(([method, params]) => request(method, params)),
  answers: steps.map(([, , answer]) => answer),
});

/** Requests about files: the server has none but those that are made here. */
export const FILE_CONVERSATIONS: readonly Conversation[] = [
  ...Object.entries(HAPPY).map(([name, steps]) => conversation(name, steps)),
  ...Object.entries(REFUSED).map(([name, step]) =>
    conversation(`refuses ${name} with the text of the wire protocol`, [...FILE, step]),
  ),
  ...Object.entries(UNREADABLE).map(([name, step]) => conversation(`refuses ${name}`, [step])),
  ...Object.entries(EVERY).flatMap(([method, params]) => [
    conversation(`refuses fs/${method} before initialize`, [[method, params, EARLY]], true),
    conversation(`refuses fs/${method} in a sandbox that it cannot enforce`, [
      [method, { ...params, sandbox: SANDBOX }, UNCONFINED],
    ]),
  ]),
];
