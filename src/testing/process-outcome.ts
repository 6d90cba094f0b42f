import type { ServerEvent } from './server-event.js';

/** All that is known of a process once it is closed. */
export interface ProcessOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly pty: string;
  /** 128 and the number of the signal, where one ended it. */
  readonly exitCode: number;
  /** The numbers of its events, in the order in which they came. */
  readonly seqs: readonly number[];
}

/** Puts a process's events together; text is read as UTF-8. @throws {Error} when its exit was not told. */
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
      `${processId} was closed, but its process/exited was missed: what came while the client was away ` +
        'is to be read with process/read',
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

/** What keeps a process from being over, in words. */
export const describeUnended = (
  events: readonly ServerEvent[],
  processId: string,
  argv: readonly string[] | undefined,
): string => {
  const name = argv === undefined ? processId : `${processId} (${argv.join(' ')})`;
  const exit = exitOf(events, processId);
  return exit === undefined
    ? `the end of ${name} was not told`
    : `${name} has exited with ${exit.params.exitCode}, but the end of its output was not told`;
};

const exitOf = (events: readonly ServerEvent[], processId: string): ServerEvent | undefined =>
  events.find(
    ({ method, params }) => method === 'process/exited' && params.processId === processId,
  );
