import { beforeEach, describe, expect, test } from '@jest/globals';
import { SpawnFailed } from '../../../../src/domain/errors.js';
import { settled } from '../../../support/settled.js';
import {
  isKilled,
  isLogin,
  MARK,
  ShellSnapshotScenario,
  snapshotOf,
} from './shell-snapshot-scenario.js';

let scenario: ShellSnapshotScenario;

beforeEach(() => {
  scenario = new ShellSnapshotScenario();
});

describe('a shell snapshot that fails', () => {
  test.each([
    [
      'ends early',
      () => scenario.finish('', 3),
      'the shell ended with exit code 3 before it printed its state',
    ],
    [
      'prints something else',
      () => scenario.finish('hello'),
      expect.stringContaining('exit code 0'),
    ],
    ['prints too much', () => scenario.finish('x'.repeat(1001)), 'too much output'],
    [
      'is not restored silently',
      async () => {
        await scenario.finish();
        scenario.latest.output('syntax error', 'stderr');
        await scenario.succeed();
      },
      'the state cannot be restored',
    ],
    [
      'is not restored',
      async () => {
        await scenario.finish();
        scenario.latest.end(2);
        await settled();
      },
      'the state cannot be restored',
    ],
    [
      'hangs',
      async () => {
        scenario.bench.clock.advance(10_000);
        await settled();
      },
      'timed out',
    ],
  ])('leaves the command a login command when the shell %s', async (_, act, reason) => {
    const [started] = await scenario.begin();
    await act();

    await expect(started).resolves.toBe('p1');
    expect(isLogin(scenario.latest)).toBe(true);
    expect(scenario.failures).toEqual([reason]);
  });

  test('leaves the command a login command when it is not UTF-8', async () => {
    await scenario.begin();
    scenario.latest.output(Uint8Array.of(0xff));
    await scenario.finish(`${MARK}A=1\0${MARK}`);
    expect(isLogin(scenario.latest)).toBe(true);
    expect(scenario.failures).toEqual(['the state is not UTF-8']);
  });

  test('leaves the error to the command when the shell cannot be started', async () => {
    scenario.bench.runner.failIf(
      () => true,
      new SpawnFailed('No such file or directory (os error 2)'),
    );
    const started = scenario.client.start('p', snapshotOf('s'));
    await expect(started).rejects.toThrow('No such file or directory (os error 2)');
    expect(scenario.failures).toEqual(['the shell did not start']);
  });

  test('kills a shell that hangs or prints too much, and no other', async () => {
    await scenario.begin();
    const [shell] = scenario.captures;
    scenario.bench.clock.advance(9999);
    await settled();
    expect(isKilled(shell)).toBe(false);
    scenario.bench.clock.advance(1);
    await settled();
    expect(isKilled(shell)).toBe(true);
  });

  test('is not tried again for 60 seconds', async () => {
    await scenario.begin();
    await scenario.finish('', 1);
    scenario.bench.clock.advance(59_999);
    await scenario.begin();
    expect(scenario.captures).toHaveLength(1);
    expect(isLogin(scenario.latest)).toBe(true);
    scenario.bench.clock.advance(1);
    await scenario.begin();
    expect(scenario.captures).toHaveLength(2);
  });

  test('is tried again at once when a start-up file is changed', async () => {
    await scenario.begin();
    await scenario.finish('', 1);
    await scenario.bench.files.createDirectory('/home/tester', {
      recursive: true,
      followSymlinks: true,
    });
    await scenario.bench.files.writeFile('/home/tester/.profile', Buffer.from('x'), {
      followSymlinks: true,
    });
    await scenario.begin();
    expect(scenario.captures).toHaveLength(2);
  });
});
