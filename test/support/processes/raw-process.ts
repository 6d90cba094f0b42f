import type { ProcessStartParams } from '../../../src/protocol/process.js';
import type { ServerEvent, TestClient, WaitOptions } from '../../../src/testing/index.js';

/** What a process wrote, as its notifications tell. */
export interface RawOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly pty: string;
  /** 128 plus the number of the signal, after a signal. */
  readonly exitCode: number;
  /** The sequence numbers of its events, in the order received. */
  readonly seqs: readonly number[];
}

let started = 0;

/** Starts a process by a request of its own, in `/` and with `PATH` alone unless it says otherwise; resolves with its id. */
export const startProcess = async (
  client: TestClient,
  params: Partial<ProcessStartParams> & Pick<ProcessStartParams, 'argv'>,
): Promise<string> => {
  started += 1;
  const processId = params.processId ?? `process-${started}`;
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin' };
  const defaults = { cwd: 'file:///', env, tty: false };
  await client.request('process/start', { ...defaults, ...params, processId });
  return processId;
};

const isOf =
  (processId: string, method: string) =>
  (event: ServerEvent): boolean =>
    event.method === method && event.params.processId === processId;

/** The first output of a process. */
export const firstChunk = async (client: TestClient, processId: string): Promise<string> => {
  const { params } = await client.waitForEvent(isOf(processId, 'process/output'));
  return Buffer.from(params.chunk, 'base64').toString();
};

/** What the client has received of a process once `process/closed` has come. */
export const outcome = async (
  client: TestClient,
  processId: string,
  options: WaitOptions = {},
): Promise<RawOutcome> => {
  await client.waitForEvent(isOf(processId, 'process/closed'), options);
  const own = client.events.filter(({ params }) => params?.processId === processId);
  const text = (stream: string): string =>
    Buffer.concat(
      own
        .filter(({ method, params }) => method === 'process/output' && params.stream === stream)
        .map(({ params }) => Buffer.from(params.chunk, 'base64')),
    ).toString();
  return {
    stdout: text('stdout'),
    stderr: text('stderr'),
    pty: text('pty'),
    exitCode: own.find(({ method }) => method === 'process/exited')?.params.exitCode,
    seqs: own.map(({ params }) => params.seq),
  };
};
