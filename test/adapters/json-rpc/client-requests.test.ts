import { describe, expect, test } from '@jest/globals';
import { ClientRequests } from '../../../src/adapters/json-rpc/client-requests.js';
import { isPending } from '../../support/is-pending.js';

const QUESTION = { processId: 'p', protocol: 'http', host: 'a.test', port: 80 } as const;

describe('ClientRequests', () => {
  test('sends each question as a request with an id of its own', () => {
    const sent: string[] = [];
    const requests = new ClientRequests();
    void requests.ask(QUESTION, (text) => sent.push(text));
    void requests.ask(QUESTION, (text) => sent.push(text));

    expect(sent.map((text) => JSON.parse(text))).toEqual(
      [1, 2].map((id) => ({
        id,
        method: 'network/policyRequest',
        params: { processId: 'p', request: { protocol: 'http', host: 'a.test', port: 80 } },
      })),
    );
  });

  test.each([
    [{ decision: { type: 'allow' } }, { type: 'allow' }],
    [{ decision: { type: 'deny', reason: 'no' } }, { type: 'deny', reason: 'no' }],
    [{ decision: { type: 'ask', reason: '' } }, { type: 'ask', reason: '' }],
    [{ decision: { type: 'deny' } }, undefined],
    [{ decision: { type: 'other', reason: 'x' } }, undefined],
    [{ decision: 'allow' }, undefined],
    [{ decision: null }, undefined],
    [undefined, undefined],
    [null, undefined],
    ['allow', undefined],
  ])('reads the answer %j', async (result, answer) => {
    const requests = new ClientRequests();
    const asked = requests.ask(QUESTION, () => undefined);
    expect(requests.answer('1', result)).toBe(true);
    expect(await asked).toEqual(answer);
  });

  test('takes each answer for its own question', async () => {
    const requests = new ClientRequests();
    const first = requests.ask(QUESTION, () => undefined);
    const second = requests.ask(QUESTION, () => undefined);
    requests.answer('2', { decision: { type: 'allow' } });
    expect(await second).toEqual({ type: 'allow' });
    expect(await isPending(first)).toBe(true);
  });

  test('ignores a second answer, and knows an id that was never asked', () => {
    const requests = new ClientRequests();
    void requests.ask(QUESTION, () => undefined);
    expect(['1', '1', '2', '0', '"1"', '-1'].map((id) => requests.answer(id, {}))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test('answers nothing once the connection is closed, now and later', async () => {
    const requests = new ClientRequests();
    const asked = requests.ask(QUESTION, () => undefined);
    requests.close();
    expect(await asked).toBeUndefined();
    expect(await requests.ask(QUESTION, () => undefined)).toBeUndefined();
  });
});
