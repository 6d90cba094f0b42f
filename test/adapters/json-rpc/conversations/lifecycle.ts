import { type Conversation, INITIALIZE, INITIALIZED, MALFORMED, refusal } from '../converse.js';
import { CLOSED } from '../message-queue.js';

const ENVIRONMENT =
  '{"shell":{"name":"bash","path":"/bin/bash"},"executorVersion":"0.171.0",' +
  `"providerId":"sha256:${'0'.repeat(64)}","cwd":"file:///srv","userHomeDir":"file:///home/tester",` +
  '"platformOs":"linux","prependPathDirs":[],"temporaryDirectories":[],"tempDir":"file:///tmp",' +
  '"capabilities":{"environmentConfigRead":true,"httpHeaderEnvVars":true,"fsWatchMissing":true,"capabilityDiscoveryV2":true,"fileWriteStreaming":true,"shellSnapshotV2":true,"networkProxyLaunch":true,"networkProxyReviewDomains":true,"windowsMxc":false,"sandboxedFileStreaming":true,"capabilityDiscoverySandbox":true,"linuxRootWritePreservesDevices":true,"linuxApprovedRootWritePreservesRestrictions":true}}';

const opened = (session: number, id = 0): string =>
  `{"id":${id},"result":{"sessionId":"00000000-0000-4000-8000-00000000000${session}","environmentInfo":${ENVIRONMENT}}}`;

const request = (method: string, params?: unknown): string =>
  JSON.stringify({ id: 1, method, params });

const STATUS = request('environment/status');
const READY = '{"id":1,"result":{"status":"ready"}}';

/** What may come when (docs/protocol.md sections 3.4, 3.6 and 4). */
export const LIFECYCLE_CONVERSATIONS: readonly Conversation[] = [
  {
    name: 'serves a pipelined handshake and request',
    fresh: true,
    frames: [INITIALIZE, INITIALIZED, STATUS],
    answers: [opened(1), READY],
  },
  {
    name: 'answers environment/info as initialize',
    frames: [request('environment/info', null)],
    answers: [`{"id":1,"result":${ENVIRONMENT}}`],
  },
  {
    name: 'refuses requests before initialize',
    fresh: true,
    frames: [STATUS],
    answers: [
      refusal(-32_600, 'client must call initialize before using environment status methods'),
    ],
  },
  {
    name: 'refuses requests before initialized',
    fresh: true,
    frames: [INITIALIZE, request('process/terminate', { processId: 'p' })],
    answers: [
      opened(1),
      refusal(-32_600, 'client must send initialized before using exec methods'),
    ],
  },
  {
    name: 'checks the params before the state',
    fresh: true,
    frames: [request('process/terminate', {})],
    answers: [refusal(-32_602, 'missing field `processId`')],
  },
  {
    name: 'checks the method before the params',
    fresh: true,
    frames: [request('process/nope', 5)],
    answers: [refusal(-32_601, 'exec-server stub does not implement `process/nope` yet')],
  },
  {
    name: 'refuses a second initialize',
    frames: [request('initialize', { clientName: 'x' })],
    answers: [refusal(-32_600, 'initialize may only be sent once per connection')],
  },
  {
    name: 'accepts initialize after a failed one',
    fresh: true,
    frames: [
      request('initialize', { clientName: 'x', resumeSessionId: 'nope' }),
      request('initialize', { clientName: 'x', resumeSessionId: '' }),
      request('initialize', { clientName: '', resumeSessionId: null }),
    ],
    answers: [
      refusal(-32_600, 'unknown session id nope'),
      refusal(-32_600, 'unknown session id '),
      opened(1, 1),
    ],
  },
  ...['{"method":"initialized","params":[5]}', '{"method":"initialized","params":null,"x":1}'].map(
    (frame) => ({
      name: `accepts a repeated ${frame}`,
      frames: [frame, frame, STATUS],
      answers: [READY],
    }),
  ),
  {
    name: 'answers a request named initialized as not implemented',
    frames: [request('initialized')],
    answers: [refusal(-32_601, 'exec-server stub does not implement `initialized` yet')],
  },
  {
    name: 'closes the connection at initialized before initialize',
    fresh: true,
    frames: [INITIALIZED],
    answers: [CLOSED],
  },
  {
    name: 'closes the connection at initialized after a failed initialize',
    fresh: true,
    frames: [request('initialize', {}), INITIALIZED],
    answers: [refusal(-32_602, 'missing field `clientName`'), CLOSED],
  },
  {
    name: 'closes the connection at initialize as a notification',
    fresh: true,
    frames: ['{"method":"initialize","params":{"clientName":"x"}}'],
    answers: [CLOSED],
  },
  ...['', 'bogus', 'process/start', '$/cancelRequest', '__proto__'].map((method) => ({
    name: `closes the connection at the notification "${method}"`,
    frames: [JSON.stringify({ method })],
    answers: [CLOSED],
  })),
  {
    name: 'sends all replies before it closes the connection',
    frames: [STATUS, 'garbage', '{"method":"bogus"}'],
    answers: [READY, MALFORMED, CLOSED],
  },
];
