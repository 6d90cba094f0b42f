import { type Conversation, refusal } from '../converse.js';

const request = (method: string, params?: unknown): string =>
  JSON.stringify({ id: 1, method, params });

const result = (value: unknown): string => JSON.stringify({ id: 1, result: value });

const START = {
  processId: 'p',
  argv: ['true'],
  cwd: 'file:///tmp',
  env: {},
  tty: false,
};

const STARTED = result({ processId: 'p', sandboxType: 'none' });

const EMPTY_PAGE = result({
  chunks: [],
  nextSeq: 1,
  exited: false,
  exitCode: null,
  closed: false,
  failure: null,
  sandboxDenied: false,
});

const invalid: Record<string, [frame: string, text: string]> = {
  'no params': [request('process/read'), 'invalid type: null, expected struct ProcessReadParams'],
  'params that are text': [
    request('process/read', 's3cr3t'),
    'invalid type: string, expected struct ProcessReadParams',
  ],
  'a missing field': [request('process/signal', { processId: 'p' }), 'missing field `signal`'],
  'a signal other than interrupt': [
    request('process/signal', { processId: 'p', signal: 'x' }),
    'unknown variant `x`, expected `interrupt` in field `signal`',
  ],
  'a chunk that is not base64': [
    request('process/write', { processId: 'p', chunk: 'a!', writeId: '1' }),
    'field `chunk` must be standard padded base64',
  ],
  'an environment whose values are numbers': [
    request('process/start', { ...START, env: { A: 's3cr3t', B: 5 } }),
    'invalid type: map, expected a map of strings in field `env`',
  ],
  'params for a method that takes none': [
    request('environment/status', []),
    'invalid type: this method takes no params; expected null or an empty map',
  ],
  'a path without scheme': [
    request('process/start', { ...START, cwd: '/tmp' }),
    'invalid URI: relative URL without a base; expected file:///PATH (field `cwd`)',
  ],
};

/** A request about a process that runs. */
const about = (method: string, params: object | unknown[]): string[] => [
  request('process/start', START),
  request(`process/${method}`, Array.isArray(params) ? params : { processId: 'p', ...params }),
];

/** Requests that reach a use-case, and those whose params do not let them. */
export const REQUEST_CONVERSATIONS: readonly Conversation[] = [
  {
    name: 'answers process/start with the id and no sandbox',
    frames: [request('process/start', START)],
    answers: [STARTED],
  },
  {
    name: 'answers process/read with a page',
    frames: about('read', {}),
    answers: [STARTED, EMPTY_PAGE],
  },
  {
    name: 'reads params by position',
    frames: about('read', ['p', 0, null, 0]),
    answers: [STARTED, EMPTY_PAGE],
  },
  {
    name: 'answers process/write with a status',
    frames: about('write', { chunk: 'aGk=', writeId: '1' }),
    answers: [STARTED, result({ status: 'accepted' })],
  },
  {
    name: 'answers process/signal with nothing',
    frames: about('signal', { signal: 'interrupt' }),
    answers: [STARTED, result({})],
  },
  {
    name: 'answers process/terminate with whether the process was running',
    frames: about('terminate', {}),
    answers: [STARTED, result({ running: true })],
  },
  {
    name: 'answers a failure of a use-case with its code and text',
    frames: [request('process/read', { processId: 'p' })],
    answers: [refusal(-32_600, 'unknown process id p')],
  },
  ...[null, {}].map((params) => ({
    name: `answers environment/status to params ${JSON.stringify(params)}`,
    frames: [request('environment/status', params)],
    answers: [result({ status: 'ready' })],
  })),
  ...Object.entries(invalid).map(([name, [frame, text]]) => ({
    name: `refuses ${name} with -32602`,
    frames: [frame],
    answers: [refusal(-32_602, text)],
  })),
];
