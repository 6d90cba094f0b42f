import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ExtensionsMissing } from '../../../src/client/errors.js';
import { settled } from '../../support/settled.js';
import { ChildFixture } from './child-fixture.js';

let fixture: ChildFixture;

beforeEach(async () => {
  fixture = await ChildFixture.open({ hasExtensions: false });
});

afterEach(() => fixture.connection.close());

describe('a child process of a server without the extensions', () => {
  test('takes SIGINT and SIGKILL, and refuses other signals', async () => {
    const child = fixture.spawn();
    await fixture.answerStart({});

    expect(() => child.kill()).toThrow(ExtensionsMissing);
    expect(child.killed).toBe(false);
    child.kill('SIGINT');
    child.kill('SIGKILL');
    await settled();
    expect(fixture.newest('process/signal')?.params.signal).toBe('interrupt');
    expect(fixture.newest('process/terminate')).toBeDefined();
  });

  test('has the signal that it was sent where its exit code means that one', async () => {
    const child = fixture.spawn();
    await fixture.answerStart({});
    child.kill('SIGKILL');
    fixture.end(child, 1, { exitCode: 137 });

    expect(await once(child, 'close')).toEqual([null, 'SIGKILL']);
    expect(child.pid).toBeUndefined();
  });

  test('is killed with SIGKILL when it is aborted', async () => {
    const controller = new AbortController();
    const child = fixture.spawn({ signal: controller.signal });
    child.on('error', () => undefined);
    await fixture.answerStart({});
    controller.abort();
    await settled();

    expect(fixture.newest('process/terminate')).toBeDefined();
  });

  test('emits `error` when the end of its input cannot be sent', async () => {
    const child = fixture.spawn();
    const error = once(child, 'error').then(([first]) => first);
    await fixture.answerStart({});
    child.stdin?.end();

    expect(await error).toBeInstanceOf(ExtensionsMissing);
  });
});
