import { expect, test } from '@jest/globals';
import { ResponseBody } from '../../../src/adapters/http-client/response-body.js';
import { isPending } from '../../support/is-pending.js';

const WINDOW = 1000;

const open = () => {
  const calls: string[] = [];
  const source = { resume: () => calls.push('resume'), abort: () => calls.push('abort') };
  const body = new ResponseBody(source, WINDOW);
  return { body, calls, source, parts: body[Symbol.asyncIterator]() };
};

const part = (size: number): Buffer => Buffer.alloc(size, 'x');

test('ResponseBody yields parts in order, to a waiting reader too', async () => {
  const { body, parts, calls } = open();
  body.push(Buffer.from('a'));
  expect((await parts.next()).value).toEqual(Buffer.from('a'));
  const waiting = parts.next();
  expect(await isPending(waiting)).toBe(true);
  body.push(Buffer.from('b'));
  expect((await waiting).value).toEqual(Buffer.from('b'));
  body.finish();

  expect((await parts.next()).done).toBe(true);
  expect(calls).toEqual([]);
});

test('ResponseBody asks the source to pause at its window and resumes it after a read', async () => {
  const { body, parts, calls } = open();
  expect(body.push(part(500))).toBe(true);
  expect(body.push(part(500))).toBe(false);
  expect(calls).toEqual([]);
  await parts.next();

  expect(calls).toEqual(['resume']);
  await parts.next();
  expect(calls).toEqual(['resume']);
});

test('ResponseBody counts an overhead for each of many tiny parts', () => {
  const { body } = open();
  const taken = Array.from({ length: 100 }, () => body.push(part(1)));

  expect(taken).toContain(false);
});

test('ResponseBody resumes a source that fills the window again during resume', async () => {
  const { body, parts, calls, source } = open();
  source.resume = () => {
    if (calls.push('resume') < 3) {
      body.push(part(WINDOW));
    } else {
      body.finish();
    }
    return calls.length;
  };
  body.push(part(WINDOW));
  let read = 0;
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    read += 1;
  }

  expect(read).toBe(3);
});

test('ResponseBody yields the parts before an error', async () => {
  const { body, parts, calls } = open();
  body.push(Buffer.from('a'));
  body.finish(new Error('cut'));
  body.finish();

  expect((await parts.next()).value).toEqual(Buffer.from('a'));
  await expect(parts.next()).rejects.toThrow('cut');
  expect(calls).toEqual([]);
});

test('ResponseBody aborts the source when the reader stops, unless the source has finished', async () => {
  const [early, late] = [open(), open()];
  early.body.push(part(1));
  await early.parts.next();
  await early.parts.return(undefined);
  late.body.finish();
  late.body.discard();

  expect([early.calls, late.calls]).toEqual([['abort'], []]);
});
