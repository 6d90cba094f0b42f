import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setImmediate as nextTick } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { useProcessFixture } from '../process-runner-fixture.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** More than it takes to close a handle and to find what hangs on it free. */
const TURNS = 10;

describe('A closed process', () => {
  const fixture = useProcessFixture(false);
  let children: WeakRef<object>[];
  const born = (message: unknown): void => {
    children.push(new WeakRef((message as { process: object }).process));
  };

  beforeEach(async () => {
    await fixture.run(['true']);
    children = [];
    subscribe('child_process', born);
  });

  afterEach(() => {
    unsubscribe('child_process', born);
  });

  const freed = async (): Promise<boolean> => {
    for (let turn = 0; turn < TURNS; turn += 1) {
      await nextTick();
      collectGarbage();
    }
    return children.length === 1 && children[0]?.deref() === undefined;
  };

  test('keeps nothing of what its start made while a descendant of it runs', async () => {
    const { process, observer } = await fixture.start([
      'bash',
      '-c',
      'exec > /dev/null 2>&1; sleep 60 & disown',
    ]);
    await observer.closed;
    expect(await freed()).toBe(true);
    expect(process.pid).toBeGreaterThan(1);
    expect(process.write(new Uint8Array(1))).toBe('stdinClosed');
  });
});
