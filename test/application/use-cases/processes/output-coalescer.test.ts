import { beforeEach, describe, expect, test } from '@jest/globals';
import { OutputCoalescer } from '../../../../src/application/use-cases/processes/output-coalescer.js';
import type { OutputStream } from '../../../../src/domain/output/process-event.js';
import { FakeClock } from '../../../fakes/fake-clock.js';

const KIB = 1024;
const MAX_EVENTS_OF_THE_CODEX_CLI = 256;
const A_MINUTE_MS = 60_000;

let clock: FakeClock;
let chunks: { stream: OutputStream; bytes: Buffer; release: (() => void) | undefined }[];
let coalescer: OutputCoalescer;

beforeEach(() => {
  clock = new FakeClock();
  chunks = [];
  coalescer = new OutputCoalescer(clock, (stream, bytes, release) => {
    chunks.push({ stream, bytes: Buffer.from(bytes), release });
  });
});

const write = (text: string, stream: OutputStream = 'stdout', release?: () => void): void =>
  coalescer.write(stream, Buffer.from(text), release);
const delayByAMinute = (): void => {
  for (let delayMs = 0; delayMs < A_MINUTE_MS; delayMs += 16) {
    write('.');
    clock.advance(A_MINUTE_MS);
  }
};
const texts = (): string[] => chunks.map(({ bytes }) => String(bytes));

describe('OutputCoalescer', () => {
  test('passes chunks on as they come until it is enabled', () => {
    const release = (): void => undefined;
    write('a', 'stdout', release);
    write('b', 'stderr');
    expect(chunks).toEqual([
      { stream: 'stdout', bytes: Buffer.from('a'), release },
      { stream: 'stderr', bytes: Buffer.from('b'), release: undefined },
    ]);
    coalescer.enable();
    write('c');
    expect(texts()).toEqual(['a', 'b']);
  });

  test('joins the chunks of 16 ms while it is enabled', () => {
    coalescer.enable();
    write('a');
    write('b');
    clock.advance(15);
    expect(texts()).toEqual([]);
    clock.advance(1);
    expect(texts()).toEqual(['ab']);
    clock.advance(A_MINUTE_MS);
    expect(texts()).toEqual(['ab']);
  });

  test('joins only chunks of the same stream', () => {
    coalescer.enable();
    write('a', 'stdout');
    write('1', 'stderr');
    write('b', 'stdout');
    coalescer.flush();
    expect(chunks.map(({ stream, bytes }) => [stream, String(bytes)])).toEqual([
      ['stdout', 'ab'],
      ['stderr', '1'],
    ]);
  });

  test('releases a chunk as soon as it has copied it', () => {
    coalescer.enable();
    const bytes = Buffer.from('a');
    coalescer.write('stdout', bytes, () => bytes.fill('x'));
    coalescer.flush();
    expect([String(bytes), texts()]).toEqual(['x', ['a']]);
  });

  test('passes a chunk of 64 KiB or more on at once, uncopied and unreleased, when nothing is buffered', () => {
    coalescer.enable();
    const release = (): void => {
      throw new Error('released');
    };
    coalescer.write('stdout', Buffer.alloc(64 * KIB + 1), release);
    expect(chunks.map(({ bytes }) => bytes.length)).toEqual([64 * KIB + 1]);
    expect(chunks[0]?.release).toBe(release);
  });

  test('delivers what is buffered before what follows when it is disabled', () => {
    coalescer.enable();
    write('a');
    coalescer.disable();
    expect(texts()).toEqual(['a']);
    write('b');
    clock.advance(A_MINUTE_MS);
    expect(texts()).toEqual(['a', 'b']);
  });

  test('starts again with a delay of 16 ms each time it is enabled', () => {
    for (let times = 0; times < 2; times += 1) {
      coalescer.enable();
      for (let chunk = 0; chunk < 5; chunk += 1) {
        write('.');
        clock.advance(A_MINUTE_MS);
      }
      coalescer.disable();
    }
    coalescer.enable();
    write('a');
    clock.advance(16);
    expect(texts().at(-1)).toBe('a');
  });

  test('delays what is buffered by 16 ms at most once a read waits', () => {
    coalescer.enable();
    delayByAMinute();
    write('a');
    clock.advance(1000);
    for (let reads = 0; reads < 20; reads += 1) {
      coalescer.hasten();
      clock.advance(1);
    }
    expect(texts().at(-1)).toBe('a');
  });

  test('delays the next chunk by 16 ms when a read waits for it', () => {
    coalescer.enable();
    delayByAMinute();
    coalescer.hasten();
    write('a');
    clock.advance(16);
    write('b');
    clock.advance(1000);
    expect(texts().at(-1)).toBe('a');
  });

  test.each([
    [[64], [64]],
    [
      [1, 64],
      [64, 1],
    ],
    [
      [30, 30, 30, 30, 30],
      [64, 64, 22],
    ],
  ])('turns chunks of %j KiB into chunks of %j, those of 64 at once', (sizes, expected) => {
    coalescer.enable();
    const all = Buffer.concat(sizes.map((size, index) => Buffer.alloc(size * KIB, index)));
    let at = 0;
    for (const size of sizes) {
      coalescer.write('stdout', all.subarray(at, at + size * KIB), undefined);
      at += size * KIB;
    }
    const lengths = (): number[] => chunks.map(({ bytes }) => bytes.length / KIB);
    expect(lengths()).toEqual(expected.filter((size) => size === 64));
    coalescer.flush();
    expect(lengths()).toEqual(expected);
    expect(Buffer.concat(chunks.map(({ bytes }) => bytes)).equals(all)).toBe(true);
  });

  test('makes fewer events of 30 s on two streams and a whole window than the Codex CLI keeps', () => {
    coalescer.enable();
    const streams = ['stdout', 'stderr'] as const;
    for (const stream of streams) {
      for (let written = 0; written < 3.75 * KIB * KIB; written += 4 * KIB) {
        coalescer.write(stream, Buffer.alloc(4 * KIB), undefined);
      }
    }
    for (let ms = 0; ms < 30_000; ms += 1) {
      for (const stream of streams) {
        write('.', stream);
      }
      clock.advance(1);
    }
    expect(chunks.length).toBeLessThan(MAX_EVENTS_OF_THE_CODEX_CLI);
  });
});
