import { type Conversation, refusal } from '../converse.js';

const request = (method: string, params?: unknown): string =>
  JSON.stringify({ id: 1, method: `fs/${method}`, params });

const SANDBOX = { permissions: { type: 'managed' }, windowsSandboxLevel: 'disabled' };

/** Requests about files: the server has none. */
export const FILE_CONVERSATIONS: readonly Conversation[] = [
  {
    name: 'answers a file that is missing with -32004',
    frames: [request('readFile', { path: 'file:///nope' })],
    answers: [refusal(-32004, 'No such file or directory (os error 2)')],
  },
  {
    name: 'answers a directory that is read with -32600',
    frames: [request('readFile', { path: 'file:///', followSymlinks: null, sandbox: null })],
    answers: [refusal(-32600, 'path `/` is not a file')],
  },
  {
    name: 'answers a path of another kind of host with -32600',
    frames: [request('readFile', { path: 'file:///C:/x' })],
    answers: [refusal(-32600, "'file:///C:/x' is invalid on 'linux'")],
  },
  {
    name: 'answers a sandbox that it cannot enforce with -32603',
    frames: [request('readFile', { path: 'file:///', sandbox: SANDBOX })],
    answers: [refusal(-32603, 'filesystem sandbox cannot be enforced on this executor')],
  },
];
