import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { FollowingClient } from '../../build/test/faults/client/following-client.js';

const LINE_BYTES = 1024;
/** Prints numbered lines of 1 KiB at a pace: a small process, since there are hundreds. */
const PRINT = `$|=1; for my $i (1..$ARGV[1]) { print substr("$ARGV[0] $i " . ("x" x ${LINE_BYTES}), 0, ${LINE_BYTES - 1}), "\\n"; select(undef, undef, undef, $ARGV[2]) }`;

const expected = (seed, lines) => {
  const hash = createHash('sha256');
  for (let line = 1; line <= lines; line += 1) {
    hash.update(`${`${seed} ${line} ${'x'.repeat(LINE_BYTES)}`.slice(0, LINE_BYTES - 1)}\n`);
  }
  return hash.digest('hex');
};

/** A client that has to be connected, whatever ends meanwhile. */
const connect = async (url) => {
  for (;;) {
    try {
      return await FollowingClient.connect(url);
    } catch {
      await sleep(100);
    }
  }
};

/**
 * One session with one process that prints `lines` lines. Resolves with what became of it: `{ sessionId, lostBytes, isEqual, fault,
 * recoveries }`; `fault` is why its client gave up.
 */
export const runSession = async (url, seed, lines, pauseS, onOpen) => {
  const client = await connect(url);
  const argv = ['perl', '-e', PRINT, `${seed}`, `${lines}`, `${pauseS}`];
  let process;
  try {
    process = await client.startSurely({ argv });
    onOpen?.(client.sessionId);
    const { streams } = await process.closed;
    const received = streams.stdout ?? { bytes: 0, sha256: '' };
    return {
      sessionId: client.sessionId,
      lostBytes: lines * LINE_BYTES - received.bytes,
      isEqual: received.sha256 === expected(seed, lines),
      recoveries: client.recoveries,
    };
  } catch (error) {
    return {
      sessionId: client.sessionId,
      lostBytes: lines * LINE_BYTES - (process?.report.streams.stdout?.bytes ?? 0),
      isEqual: false,
      fault: error.message,
      recoveries: client.recoveries,
    };
  } finally {
    client.close();
  }
};
