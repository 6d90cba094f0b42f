import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { OutputReader } from '../../../../src/adapters/processes/io/output-reader.js';

/** A source whose data the test emits. */
class ScriptedSource extends EventEmitter {
  isFlowing = false;

  pause(): void {
    this.isFlowing = false;
  }

  resume(): void {
    this.isFlowing = true;
  }

  destroy(): void {
    this.isFlowing = false;
  }
}

describe('OutputReader', () => {
  let source: ScriptedSource;
  let reader: OutputReader;
  let delivered: number;

  beforeEach(() => {
    jest.useFakeTimers();
    source = new ScriptedSource();
    reader = new OutputReader('stdout', source as unknown as Socket, undefined, new Uint8Array());
    delivered = 0;
    reader.listen(
      (bytes) => {
        delivered += bytes.length;
      },
      () => undefined,
    );
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  const emitBurst = (): void => {
    for (let read = 0; read < 16; read += 1) {
      source.emit('data', new Uint8Array(10));
    }
  };

  test('rests for 1 ms after a burst of small reads, which are delivered at once', () => {
    emitBurst();
    expect(delivered).toBe(160);
    expect(source.isFlowing).toBe(false);
    jest.advanceTimersByTime(1);
    expect(source.isFlowing).toBe(true);
  });

  test('stays paused after the rest when it was paused meanwhile', () => {
    emitBurst();
    reader.pause();
    jest.advanceTimersByTime(1);
    expect(source.isFlowing).toBe(false);
    reader.resume();
    expect(source.isFlowing).toBe(true);
  });

  test('finishes its rest when it is paused and resumed meanwhile', () => {
    emitBurst();
    reader.pause();
    reader.resume();
    expect(source.isFlowing).toBe(false);
    jest.advanceTimersByTime(1);
    expect(source.isFlowing).toBe(true);
  });

  test('leaves no timer behind when it ends while it rests', () => {
    emitBurst();
    reader.end();
    expect(jest.getTimerCount()).toBe(0);
  });
});
