import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sha256 } from '../../src/adapters/authentication/capability-token.js';
import { DaemonProcess } from '../../src/testing/daemon-process.js';
import { type AccessCase, ALLOWED_HOST, TOKEN } from './access-case.js';
import { type AccessAnswer, ourAnswer, upstreamAnswer } from './access-rules.js';
import { runMatrix } from './run-matrix.js';

let daemon: DaemonProcess;
let answers: [AccessCase, AccessAnswer][];

beforeAll(async () => {
  const digest = sha256(TOKEN).toString('hex');
  daemon = await DaemonProcess.start(
    [
      ...['--listen', 'ws://127.0.0.1:0', '--allowed-host', ALLOWED_HOST],
      ...['--ws-auth', 'capability-token', '--ws-token-sha256', digest],
    ],
    process.env,
  );
  answers = await runMatrix(Number(new URL(daemon.url).port));
});
afterAll(async () => {
  daemon.kill('SIGTERM');
  await daemon.exit();
});

describe('Access control', () => {
  test('answers all 3600 combinations', () => {
    expect(answers.length).toBe(4 * 6 * 5 * 5 * 6);
  });

  test('opens a WebSocket only with the right token, host, route and request', () => {
    const letIn = answers.filter(([, [status]]) => status === 101).map(([c]) => c);
    const right = { origin: 'none', credential: 'right', method: 'upgrade' };
    expect(letIn).toEqual(
      ['address', 'localhost', 'allowed', 'none'].flatMap((host) => [
        { ...right, host, route: 'root' },
        { ...right, host, route: 'root, token in the query' },
      ]),
    );
  });

  test('answers as upstream unless the host is foreign', () => {
    const changed = answers
      .map(([accessCase]) => accessCase)
      .filter((accessCase) => `${ourAnswer(accessCase)}` !== `${upstreamAnswer(accessCase)}`);
    expect(changed.length).toBeGreaterThan(0);
    for (const { host, route } of changed) {
      expect(host === 'evil' || host === 'doubled' || route === 'root of evil.example').toBe(true);
    }
  });

  test('answers every combination as the documents say', () => {
    const surprising = answers.flatMap(([accessCase, [status, body]]) => {
      const answer = [status, body.includes('--allowed-host') ? 'HOST' : body];
      const expected = ourAnswer(accessCase);
      return `${answer}` === `${expected}` ? [] : [{ accessCase, answer, expected }];
    });
    expect(surprising).toEqual([]);
  });
});
