import { expect, test } from '@jest/globals';
import { OutputLog } from '../../../src/domain/output/output-log.js';
import { ResumeHold } from '../../../src/domain/output/resume-hold.js';

test('ResumeHold is active from the attachment until everything before it is acknowledged', () => {
  const { log, hold } = missed(5);
  expect(hold.isActive).toBe(false);
  hold.begin(5);
  log.acknowledge({ after: 1, through: 5 });
  expect(hold.isActive).toBe(true);

  log.acknowledge({ after: 0, through: 1 });
  expect(hold.isActive).toBe(false);
});

test('ResumeHold is inactive when the client has acknowledged everything before it attaches', () => {
  const { log, hold } = missed(5);
  log.acknowledge({ after: 0, through: 5 });
  hold.begin(5);

  expect(hold.isActive).toBe(false);
});

test('ResumeHold awaits an acknowledgement from a read until what it returned is acknowledged', () => {
  const { log, hold } = missed(5);
  hold.begin(5);
  expect(hold.awaitsAck).toBe(false);
  hold.recordRead(3);
  expect(hold.awaitsAck).toBe(true);

  log.acknowledge({ after: 0, through: 3 });
  expect([hold.isActive, hold.awaitsAck]).toEqual([true, false]);
});

test('ResumeHold makes progress by reads and acknowledgements of missed events only', () => {
  const { log, hold } = missed(9);
  hold.begin(5);
  const progress = [hold.progress];
  hold.recordRead(3);
  progress.push(hold.progress);
  hold.recordRead(1);
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
  hold.recordRead(5);
  hold.begin(5);

  expect([hold.isActive, hold.awaitsAck, hold.progress]).toEqual([true, false, 0]);
});

test('ResumeHold is inactive after its end', () => {
  const { hold } = missed(5);
  hold.begin(5);
  hold.end();

  expect(hold.isActive).toBe(false);
});

/** A log that has so many events, none of them acknowledged. */
const missed = (count: number) => {
  const log = new OutputLog({ bytes: 1000, chunks: 1000 });
  for (let seq = 1; seq <= count; seq += 1) {
    const bytes = new Uint8Array(1);
    log.append({ kind: 'output', processId: 'p', seq, stream: 'stdout', bytes });
  }
  return { log, hold: new ResumeHold(log) };
};
