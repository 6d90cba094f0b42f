import { expect, test } from '@jest/globals';
import { OutputLog } from '../../../src/domain/output/output-log.js';
import type { OutputEvent } from '../../../src/domain/output/process-event.js';
import { ResumeHold } from '../../../src/domain/output/resume-hold.js';

test('ResumeHold is active from the attachment to its end, whatever is acknowledged', () => {
  const { log, hold } = missed(5);
  expect(hold.isActive).toBe(false);
  hold.begin(5);
  log.acknowledge({ after: 1, through: 5 });
  expect([hold.isActive, hold.isAcknowledged]).toEqual([true, false]);
  log.acknowledge({ after: 0, through: 1 });
  expect([hold.isActive, hold.isAcknowledged]).toEqual([true, true]);

  hold.end();
  expect(hold.isActive).toBe(false);
});

test('ResumeHold is inactive when the client has acknowledged everything before it attaches', () => {
  const { log, hold } = missed(5);
  log.acknowledge({ after: 0, through: 5 });
  hold.begin(5);

  expect(hold.isActive).toBe(false);
});

test('ResumeHold ends when a client says that it has the last missed event, and not before', () => {
  const { hold } = missed(5);
  hold.begin(5);
  hold.recordPosition(4);
  expect(hold.isActive).toBe(true);
  hold.recordPosition(5);

  expect(hold.isActive).toBe(false);
});

test('ResumeHold gives a client 1 ms for each 16 KiB that it reads, and part of it', () => {
  const { hold } = missed(1);
  hold.begin(1);
  const times = [hold.mergeMs];
  for (const bytes of [1, 16 * 1024 - 1, 8 * 1024 * 1024]) {
    hold.recordPage({ nextSeq: 2, chunks: [chunkOf(bytes)] });
    times.push(hold.mergeMs);
  }

  expect(times).toEqual([0, 1, 1, 513]);
});

test('ResumeHold awaits an acknowledgement from a read until what it returned is acknowledged', () => {
  const { log, hold } = missed(5);
  hold.begin(5);
  expect(hold.awaitsAck).toBe(false);
  hold.recordPage({ nextSeq: 4, chunks: [] });
  expect(hold.awaitsAck).toBe(true);

  log.acknowledge({ after: 0, through: 3 });
  expect([hold.isActive, hold.awaitsAck]).toEqual([true, false]);
});

test('ResumeHold makes progress by reads and acknowledgements of missed events only', () => {
  const { log, hold } = missed(9);
  hold.begin(5);
  const progress = [hold.progress];
  hold.recordPage({ nextSeq: 4, chunks: [] });
  progress.push(hold.progress);
  hold.recordPage({ nextSeq: 2, chunks: [] });
  progress.push(hold.progress);
  log.acknowledge({ after: 0, through: 2 });
  progress.push(hold.progress);
  log.acknowledge({ after: 5, through: 9 });
  progress.push(hold.progress);

  expect(progress).toEqual([0, 3, 3, 5, 5]);
});

test('ResumeHold forgets the reads of an earlier attachment', () => {
  const { hold } = missed(5);
  hold.begin(5);
  hold.recordPage({ nextSeq: 6, chunks: [chunkOf(1)] });
  hold.begin(5);

  expect([hold.awaitsAck, hold.progress, hold.mergeMs]).toEqual([false, 0, 0]);
});

/** A log that has so many events, none of them acknowledged. */
const missed = (count: number) => {
  const log = new OutputLog({ bytes: 1000, chunks: 1000 });
  for (let seq = 1; seq <= count; seq += 1) {
    log.append({ ...chunkOf(1), seq });
  }
  return { log, hold: new ResumeHold(log) };
};

const chunkOf = (bytes: number): OutputEvent => ({
  kind: 'output',
  processId: 'p',
  seq: 1,
  stream: 'stdout',
  bytes: new Uint8Array(bytes),
});
