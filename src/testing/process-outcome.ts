import type { ServerEvent } from './server-event.js';

/** All that is known of a process once it is closed. */
export interface ProcessOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly pty: string;
  readonly exitCode: number;
  /** The numbers of its events, in the order in which they came. */
  readonly seqs: readonly number[];
}

/** Puts a process's events together; text is read as UTF-8. */
export const summarize = (events: readonly ServerEvent[], processId: string): ProcessOutcome => {
  const own = events.filter(({ params }) => params?.processId === processId);
  const text = (stream: string): string =>
    Buffer.concat(
      own
        .filter(({ method, params }) => method === 'process/output' && params.stream === stream)
        .map(({ params }) => Buffer.from(params.chunk, 'base64')),
    ).toString('utf8');
  return {
    stdout: text('stdout'),
    stderr: text('stderr'),
    pty: text('pty'),
    exitCode: own.find(({ method }) => method === 'process/exited')?.params.exitCode,
    seqs: own.map(({ params }) => params.seq),
  };
};
