import { type Conversation, MALFORMED, notImplemented } from '../converse.js';

const request = (id: string): string => `{"id":${id},"method":"x"}`;

const echoed = [
  '1',
  '0',
  '-1',
  '9007199254740993',
  '-9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
  '""',
  '"a"',
  '"1"',
  '"\\"\\\\\\n"',
  '"\\u0001"',
  '"é😀"',
  '"__proto__"',
  `"${'i'.repeat(10_000)}"`,
];

const refused = [
  '9223372036854775808',
  '-9223372036854775809',
  '18446744073709551615',
  '1e400',
  '123456789012345678901234567890',
  '1.0',
  '1.5',
  '1e2',
  '1E2',
  '-0.0',
  'null',
  'true',
  'false',
  '{}',
  '[]',
  '[1]',
  '{"id":1}',
];

/** Which ids there are (docs/protocol.md section 3.2). */
export const ID_CONVERSATIONS: readonly Conversation[] = [
  ...echoed.map((id) => ({
    name: `echoes the id ${id.slice(0, 30)} exactly`,
    frames: [request(id)],
    answers: [notImplemented(id)],
  })),
  ...refused.map((id) => ({
    name: `refuses the id ${id}`,
    frames: [request(id)],
    answers: [MALFORMED],
  })),
  {
    name: 'reads an escaped id',
    frames: ['{"id":"\\u0041\\/","method":"x"}'],
    answers: [notImplemented('"A/"')],
  },
  {
    name: 'reads a numeric id under an escaped key',
    frames: ['{"\\u0069\\u0064" : 9007199254740993 ,"method":"x"}'],
    answers: [notImplemented('9007199254740993')],
  },
  {
    name: 'takes the id of the message, not one within params',
    frames: ['{"params":{"id":5},"method":"x","id":9007199254740993,"trace":{"id":6}}'],
    answers: [notImplemented('9007199254740993')],
  },
  {
    name: 'answers each of two requests with one id',
    frames: [request('7'), request('7')],
    answers: [notImplemented('7'), notImplemented('7')],
  },
];
