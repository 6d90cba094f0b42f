import type { ServerEvent } from './server-event.js';

/** The outcome of a closed process. */
export interface ProcessOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly pty: string;
  /** 128 plus the number of the signal, after a signal. */
  readonly exitCode: number;
  /** The sequence numbers of its events, in the order received. */
  readonly seqs: readonly number[];
}

/**
 * Assembles the events of a process; output is decoded as UTF-8. @throws {Error} when there is no exit event.
 */
export const summarize = (events: readonly ServerEvent[], processId: string): ProcessOutcome => {
  const own = events.filter(({ params }) => params?.processId === processId);
  const text = (stream: string): string =>
    Buffer.concat(
      own
        .filter(({ method, params }) => method === 'process/output' && params.stream === stream)
        .map(({ params }) => Buffer.from(params.chunk, 'base64')),
    ).toString('utf8');
  const exit = exitOf(events, processId);
  if (exit === undefined) {
    throw new Error(
      `${processId} was closed, but its process/exited was missed: read what came while the client was disconnected ` +
        'with process/read',
    );
  }
  return {
    stdout: text('stdout'),
    stderr: text('stderr'),
    pty: text('pty'),
    exitCode: exit.params.exitCode,
    seqs: own.map(({ params }) => params.seq),
  };
};

/** Describes the event that a process is still missing. */
export const describeUnended = (
  events: readonly ServerEvent[],
  processId: string,
  argv: readonly string[] | undefined,
): string => {
  const name = argv === undefined ? processId : `${processId} (${argv.join(' ')})`;
  const exit = exitOf(events, processId);
  return exit === undefined
    ? `${name} has not exited`
    : `${name} has exited with ${exit.params.exitCode}, but its output has not closed`;
};

const exitOf = (events: readonly ServerEvent[], processId: string): ServerEvent | undefined =>
  events.find(
    ({ method, params }) => method === 'process/exited' && params.processId === processId,
  );
