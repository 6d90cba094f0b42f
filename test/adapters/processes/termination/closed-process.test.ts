import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../proc-inspection.js';
import { useProcessFixture } from '../process-runner-fixture.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

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

  test('keeps nothing of what its start made while a descendant of it runs', async () => {
    const { process, observer } = await fixture.start([
      'bash',
      '-c',
      'exec > /dev/null 2>&1; sleep 60 & disown',
    ]);
    await observer.closed;
    expect(children).toHaveLength(1);
    await eventually(() => {
      collectGarbage();
      return children[0]?.deref() === undefined;
    });
    expect(process.pid).toBeGreaterThan(1);
    expect(process.write(new Uint8Array(1))).toBe('stdinClosed');
  });
});
