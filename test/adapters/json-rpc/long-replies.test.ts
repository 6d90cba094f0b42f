import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { ReadFile } from '../../../src/application/use-cases/files/read-file.js';
import { scripted } from './scripted.js';
import { ScriptedTransport } from './scripted-transport.js';
import { testServer } from './test-server.js';

const READ = '{"id":1,"method":"fs/readFile","params":{"path":"file:///f"}}';
const KIB_100 = 100 * 1024;

/** Keeps the messages as they were handed over, and what tells that they have left. */
class BufferingTransport extends ScriptedTransport {
  readonly messages: Buffer[] = [];
  readonly left: (() => void)[] = [];

  override send(message: string | Buffer, onSent: () => void): void {
    this.messages.push(message as Buffer);
    this.left.push(onSent);
  }
}

test('the memory of a long reply is used for the next one once it has left, not before', async () => {
  const contents = ['a', 'b', 'c'].map((letter) => Buffer.alloc(KIB_100, letter));
  const rest = contents.values();
  const readFile = scripted<ReadFile>(async () => rest.next().value ?? Buffer.alloc(0));
  const transport = new BufferingTransport();
  testServer({ useCases: { readFile } }).jsonRpc.serve(transport);
  const read = async (): Promise<void> => {
    transport.receive(READ);
    await setImmediate();
  };
  await read();
  await read();
  expect(transport.messages.map(String)).toEqual(contents.slice(0, 2).map(replyWith));

  transport.left[0]?.();
  await read();
  const [first, second, third] = transport.messages;
  expect(String(third)).toBe(replyWith(contents[2]));
  expect(third?.buffer).toBe(first?.buffer);
  expect(String(second)).toBe(replyWith(contents[1]));
});

const replyWith = (content: Buffer = Buffer.alloc(0)): string =>
  `{"id":1,"result":{"dataBase64":"${content.toString('base64')}"}}`;
