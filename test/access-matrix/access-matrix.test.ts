import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sha256 } from '../../src/adapters/authentication/capability-token.js';
import { DaemonProcess } from '../../src/testing/daemon-process.js';
import { ALLOWED_HOST, type DoorCase, TOKEN } from './access-case.js';
import { contractAnswer, type DoorAnswer, ourAnswer } from './access-rules.js';
import { knockAll } from './run-matrix.js';

let daemon: DaemonProcess;
let answers: [DoorCase, DoorAnswer][];

beforeAll(async () => {
  const digest = sha256(TOKEN).toString('hex');
  daemon = await DaemonProcess.start(
    [
      ...['--listen', 'ws://127.0.0.1:0', '--allowed-host', ALLOWED_HOST],
      ...['--ws-auth', 'capability-token', '--ws-token-sha256', digest],
    ],
    process.env,
  );
  answers = await knockAll(Number(new URL(daemon.url).port));
}, 120_000);
afterAll(async () => {
  daemon.kill('SIGTERM');
  await daemon.exit();
});

describe('The door of the daemon', () => {
  test('is knocked at in thousands of ways', () => {
    expect(answers.length).toBe(4 * 6 * 5 * 5 * 6);
  });

  test('lets in with the right token, host, route and request, and in no other way', () => {
    const letIn = answers.filter(([, [status]]) => status === 101).map(([c]) => c);
    const right = { origin: 'none', credential: 'right', method: 'upgrade' };
    expect(letIn).toEqual(
      ['address', 'localhost', 'allowed', 'none'].flatMap((host) => [
        { ...right, host, route: 'root' },
        { ...right, host, route: 'root, token in the query' },
      ]),
    );
  });

  test('answers as the contract has it wherever the host is a known one', () => {
    const changed = answers
      .map(([doorCase]) => doorCase)
      .filter((doorCase) => `${ourAnswer(doorCase)}` !== `${contractAnswer(doorCase)}`);
    expect(changed.length).toBeGreaterThan(0);
    for (const { host, route } of changed) {
      expect(host === 'evil' || host === 'doubled' || route === 'root of evil.example').toBe(true);
    }
  });

  test('answers each as the documents say', () => {
    const surprising = answers.flatMap(([doorCase, [status, body]]) => {
      const answer = [status, body.includes('--allowed-host') ? 'HOST' : body];
      const expected = ourAnswer(doorCase);
      return `${answer}` === `${expected}` ? [] : [{ doorCase, answer, expected }];
    });
    expect(surprising).toEqual([]);
  });
});
