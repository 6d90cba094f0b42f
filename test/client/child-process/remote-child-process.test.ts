import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RemoteChildProcess } from '../../../src/client/child-process/remote-child-process.js';
import { ConnectionLost } from '../../../src/client/errors.js';
import { settled } from '../../support/settled.js';
import { ChildFixture } from './child-fixture.js';

let fixture: ChildFixture;

beforeEach(async () => {
  fixture = await ChildFixture.open({ hasExtensions: true });
});

afterEach(() => fixture.connection.close());

const eventsOf = (child: RemoteChildProcess): unknown[] => {
  const events: unknown[] = [];
  for (const name of ['spawn', 'error', 'exit', 'close']) {
    child.on(name, (...details) => events.push([name, ...details]));
  }
  return events;
};

describe('a child process of a server', () => {
  test('has its pid with `spawn`, and no output before', async () => {
    const child = fixture.spawn();
    const events = eventsOf(child);
    child.stdout?.on('data', (data) => events.push(['data', String(data)]));
    await fixture.answerStart();
    fixture.server.newest.output(child.processId, 1, 'early');
    fixture.end(child, 2);
    expect([events, child.pid]).toEqual([[], undefined]);
    await once(child, 'close');

    expect(child.pid).toBe(77);
    expect(events).toEqual([['spawn'], ['data', 'early'], ['exit', 0, null], ['close', 0, null]]);
  });

  test('is sent a signal once it is started', async () => {
    const child = fixture.spawn();
    expect([child.kill('SIGHUP'), child.killed]).toEqual([true, true]);
    await settled();
    expect(fixture.newest('process/signal')).toBeUndefined();
    await fixture.answerStart();
    await settled();

    expect(fixture.newest('process/signal')?.params).toEqual({
      processId: child.processId,
      signal: 'SIGHUP',
    });
  });

  test('emits `error` when its session is lost, and `close` without a code', async () => {
    const child = fixture.spawn();
    const events = eventsOf(child);
    await fixture.answerStart();
    await once(child, 'spawn');
    await fixture.connection.close();
    await new Promise((resolve) => child.once('close', resolve));

    expect(events).toEqual([
      ['spawn'],
      ['error', expect.any(ConnectionLost)],
      ['close', null, null],
    ]);
    expect(child.kill()).toBe(false);
  });

  test('emits `error` behind `exit` when the end of its output is lost, and `close` once', async () => {
    const child = fixture.spawn();
    const events = eventsOf(child);
    await fixture.answerStart();
    await once(child, 'spawn');
    const { processId } = child;
    fixture.server.newest.notify('process/exited', {
      processId,
      seq: 1,
      exitCode: 3,
      sandboxDenied: false,
    });
    await fixture.connection.close();
    await new Promise((resolve) => child.once('close', resolve));

    expect(events.slice(1)).toEqual([
      ['exit', 3, null],
      ['error', expect.any(ConnectionLost)],
      ['close', 3, null],
    ]);
  });

  test('does not end the program without listeners when the client is closed', async () => {
    const child = fixture.spawn();
    const closed = new Promise((resolve) => child.once('close', resolve));
    await fixture.connection.close();

    expect(await closed).toBeNull();
  });

  test('is killed when it is aborted, and emits an AbortError with the reason', async () => {
    const controller = new AbortController();
    const child = fixture.spawn({ signal: controller.signal, killSignal: 'SIGINT' });
    const events = eventsOf(child);
    controller.abort(new Error('enough'));

    expect(events).toEqual([
      [
        'error',
        expect.objectContaining({
          name: 'AbortError',
          code: 'ABORT_ERR',
          cause: expect.objectContaining({ message: 'enough' }),
        }),
      ],
    ]);
    expect(child.killed).toBe(true);
  });

  test('has the answer as its error when it cannot be started for want of room', async () => {
    const child = fixture.spawn();
    const error = once(child, 'error').then(([first]) => first);
    await settled();
    fixture.server.newest.refuse(
      fixture.newest('process/start'),
      -32_603,
      'at most 1 process (--max-processes)',
    );

    expect(await error).toMatchObject({
      code: -32_603,
      message: expect.stringContaining('at most'),
    });
    expect(child.exitCode).toBe(-1);
  });

  test('gets the variables of the server, or exactly those of `env`', async () => {
    fixture.spawn();
    await settled();
    expect(fixture.newest('process/start')?.params).toMatchObject({
      argv: ['make', 'all'],
      env: {},
      envPolicy: { inherit: 'all' },
      pipeStdin: true,
    });
    fixture.spawn({ env: { A: 'b' }, stdio: 'ignore' });
    await settled();
    expect(fixture.newest('process/start')?.params).toMatchObject({
      env: { A: 'b' },
      pipeStdin: false,
    });
    expect(fixture.newest('process/start')?.params).not.toHaveProperty('envPolicy');
  });
});

test('output that is missing fails the streams, and is told by `error`', async () => {
  const child = fixture.spawn();
  const error = once(child, 'error').then(([first]) => first);
  const stdout = text(child.stdout as NodeJS.ReadableStream);
  await fixture.answerStart();
  fixture.server.newest.output(child.processId, 3, 'later');
  await settled();
  fixture.server.newest.answer(fixture.newest('process/read'), {
    chunks: [],
    nextSeq: 3,
    exited: false,
    exitCode: null,
    closed: false,
    failure: null,
    sandboxDenied: false,
    firstRetainedSeq: 3,
    droppedBytes: 9,
  });

  expect(await error).toMatchObject({ name: 'OutputLost', bytes: 9 });
  await expect(stdout).rejects.toMatchObject({ name: 'OutputLost' });
});
