import {
  type ByteSource,
  expectedOnPipe,
  expectedOnTerminal,
  type StreamDigest,
} from './byte-source.js';
import type { ProcessReport } from './followed-process.js';
import type { StreamName } from './wire-messages.js';

/** A stream as it should have arrived, and as it did. */
interface StreamVerdict {
  readonly stream: StreamName;
  readonly expected: StreamDigest;
  readonly received: StreamDigest;
  readonly isEqual: boolean;
}

/** How much of what a byte source wrote has arrived at a client. */
export interface SourceVerdict {
  readonly streams: readonly StreamVerdict[];
  /** Bytes that were written and have not arrived. */
  readonly lostBytes: number;
  /** Bytes that arrived without having been written, or more than once. */
  readonly repeatedBytes: number;
  /** All that is wrong, in words; empty when nothing is. */
  readonly complaints: readonly string[];
}

/** Compares what a client knows of a closed process with what its source was to write. */
export const judge = async (
  report: ProcessReport,
  source: ByteSource,
  { isTerminal }: { readonly isTerminal: boolean },
): Promise<SourceVerdict> => {
  const expected = await expectedStreams(source, isTerminal);
  const streams = expected.map(([stream, digest]) => verdict(stream, digest, report));
  const sum = (excess: (verdict: StreamVerdict) => number): number =>
    streams.reduce((total, each) => total + Math.max(0, excess(each)), 0);
  return {
    streams,
    lostBytes: sum(({ expected, received }) => expected.bytes - received.bytes),
    repeatedBytes:
      report.repeatedBytes + sum(({ expected, received }) => received.bytes - expected.bytes),
    complaints: [
      ...streams.filter(({ isEqual }) => !isEqual).map(describe),
      ...report.violations,
      ...endComplaints(report, source.exitCode ?? 0),
    ].map((complaint) => `${report.processId}: ${complaint}`),
  };
};

const expectedStreams = async (
  { seed, stdout, stderr = 0 }: ByteSource,
  isTerminal: boolean,
): Promise<readonly [StreamName, StreamDigest][]> =>
  isTerminal
    ? [['pty', await expectedOnTerminal(seed, stdout)]]
    : [
        ['stdout', await expectedOnPipe(seed, 'stdout', stdout)],
        ['stderr', await expectedOnPipe(seed, 'stderr', stderr)],
      ];

const verdict = (
  stream: StreamName,
  expected: StreamDigest,
  { streams }: ProcessReport,
): StreamVerdict => {
  const received = streams[stream] ?? { bytes: 0, sha256: '' };
  const isEqual =
    received.bytes === expected.bytes &&
    (expected.bytes === 0 || received.sha256 === expected.sha256);
  return { stream, expected, received, isEqual };
};

const describe = ({ stream, expected, received }: StreamVerdict): string =>
  `${stream} has ${received.bytes} of ${expected.bytes} bytes, and another SHA-256`;

const endComplaints = (report: ProcessReport, exitCode: number): readonly string[] => {
  const complaints = [];
  if (report.exits !== 1) {
    complaints.push(`exited ${report.exits} times`);
  }
  if (report.closes !== 1) {
    complaints.push(`closed ${report.closes} times`);
  }
  if (report.exitCode !== exitCode) {
    complaints.push(`exit code ${report.exitCode} instead of ${exitCode}`);
  }
  return complaints;
};
