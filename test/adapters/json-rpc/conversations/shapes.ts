import { type Conversation, MALFORMED, notImplemented } from '../converse.js';
import { CLOSED } from '../message-queue.js';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const keyed = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

const requests: Record<string, string> = {
  'a request without params': '{"id":1,"method":"x"}',
  'a request whose params are a number': '{"id":1,"method":"x","params":5}',
  'a request with a result beside it': '{"id":1,"method":"x","result":1}',
  'a request with an error beside it': '{"id":1,"method":"x","error":5}',
  'any jsonrpc member': '{"jsonrpc":{"a":[1]},"id":1,"method":"x"}',
  'unknown members': '{"id":1,"method":"x","extra":{"id":2},"more":null}',
  'members of any name':
    '{"id":1,"method":"x","__proto__":{"a":1},"constructor":null,"toString":1}',
  'params with members of any name':
    '{"id":1,"method":"x","params":{"__proto__":5,"constructor":null}}',
  'white space around and within': ' \t\r\n{ "id" :\n1 ,\t"method" : "x" }\r\n ',
  'a null trace': '{"id":1,"method":"x","trace":null}',
  'an empty trace': '{"id":1,"method":"x","trace":{}}',
  'a trace with nulls': '{"id":1,"method":"x","trace":{"traceparent":null,"tracestate":null}}',
  'a trace with unusable values':
    '{"id":1,"method":"x","trace":{"traceparent":"?","tracestate":"","z":5}}',
  'nesting of 127': `{"id":1,"method":"x","params":${nested(126)}}`,
  'nesting of 127 in maps': `{"id":1,"method":"x","params":${keyed(126)}}`,
  'brackets within strings': `{"id":1,"method":"x","params":"${'[{'.repeat(200)}"}`,
  'equal keys in different maps':
    '{"id":1,"method":"x","params":[{"id":1},{"id":1},{"a":{"a":1}}]}',
  'equal strings in one list': '{"id":1,"method":"x","params":["a","a",":","a"]}',
};

const unreadable: Record<string, string | Buffer> = {
  'an empty message': '',
  'white space only': ' \n',
  'a byte order mark': '\ufeff{"id":1,"method":"x"}',
  'a space that JSON has not': '\u00a0{"id":1,"method":"x"}',
  'two documents': '{"id":1,"method":"x"}{"id":2,"method":"x"}',
  'two documents in lines': '{"id":1,"method":"x"}\n{"id":2,"method":"x"}',
  'a batch': '[{"id":1,"method":"x"}]',
  'an empty batch': '[]',
  'a number': '1',
  'a string': '"x"',
  null: 'null',
  true: 'true',
  garbage: 'garbage',
  NaN: 'NaN',
  'a document cut short': '{"id":1,"method":"x"',
  'a string without end': '{"id":1,"method":"x',
  'a comma too many': '{"id":1,"method":"x",}',
  'single quotes': "{'id':1,'method':'x'}",
  'a comment': '{"id":1,"method":"x"/* */}',
  'a raw line break in a string': '{"id":1,"method":"x\n"}',
  'a leading zero': '{"id":01,"method":"x"}',
  'an empty map': '{}',
  'an id alone': '{"id":1}',
  'params alone': '{"params":{}}',
  'a result without id': '{"result":1}',
  'a result with a null id': '{"id":null,"result":1}',
  'an error without content': '{"id":1,"error":{}}',
  'an error without message': '{"id":1,"error":{"code":1}}',
  'an error without code': '{"id":1,"error":{"message":"x"}}',
  'an error with a fraction for a code': '{"id":1,"error":{"code":1.5,"message":"x"}}',
  'an error that is null': '{"id":1,"error":null}',
  'an error that is text': '{"id":1,"error":"x"}',
  'an error without id': '{"error":{"code":1,"message":"x"}}',
  'a method that is null': '{"id":1,"method":null}',
  'a method that is a number': '{"id":1,"method":5}',
  'a notification whose method is a list': '{"method":["initialized"]}',
  'a notification with a null id': '{"id":null,"method":"initialized"}',
  'a trace that is a number': '{"id":1,"method":"x","trace":5}',
  'a trace that is text': '{"id":1,"method":"x","trace":"00-1-1-00"}',
  'a traceparent that is a number': '{"id":1,"method":"x","trace":{"traceparent":5}}',
  'a tracestate that is a map': '{"id":1,"method":"x","trace":{"tracestate":{}}}',
  'nesting of 128': `{"id":1,"method":"x","params":${nested(127)}}`,
  'nesting of 128 in maps': `{"id":1,"method":"x","params":${keyed(127)}}`,
  'nesting without end': '['.repeat(100_000),
  'an id twice': '{"id":1,"id":1,"method":"x"}',
  'a method twice': '{"id":1,"method":"x","method":"x"}',
  'an unknown member twice': '{"id":1,"method":"x","z":1,"z":2}',
  'a key twice in params': '{"id":1,"method":"x","params":{"a":1,"b":2,"a":3}}',
  'a key twice, once with escapes': '{"id":1,"method":"x","params":{"a":1,"\\u0061":2}}',
  'a key twice deep within': '{"id":1,"method":"x","params":[[{"q":{"a":[{}],"a":null}}]]}',
  'a key twice behind a nested map': '{"id":1,"method":"x","params":{"a":{"b":[1]},"c":[],"a":1}}',
  'an empty key twice': '{"id":1,"method":"x","params":{"":1,"":2}}',
  '__proto__ twice': '{"id":1,"method":"x","params":{"__proto__":1,"__proto__":2}}',
  'bytes that are no text': Buffer.from([0xff, 0xfe]),
  'bytes that are no text within a string': Buffer.from('{"id":1,"method":"\xff"}', 'latin1'),
  'a code point cut short': Buffer.from('{"id":1,"method":"é"}', 'utf8').subarray(0, -3),
};

/** How messages are read (docs/protocol.md sections 3.2 and 3.3). */
export const SHAPE_CONVERSATIONS: readonly Conversation[] = [
  ...Object.entries(requests).map(([name, frame]) => ({
    name: `serves ${name}`,
    frames: [frame],
    answers: [notImplemented('1')],
  })),
  ...Object.entries(unreadable).map(([name, frame]) => ({
    name: `answers ${name} as malformed and goes on`,
    frames: [frame],
    answers: [MALFORMED],
  })),
  {
    name: 'reads a binary message as text',
    frames: [Buffer.from('{"id":"é😀","method":"x"}')],
    answers: [notImplemented('"é😀"')],
  },
  ...[
    '{"id":1,"result":1}',
    '{"id":"a","result":null}',
    '{"id":1,"error":{"code":1,"message":""}}',
  ].map((frame) => ({
    name: `closes the connection at ${frame}, which answers nothing`,
    frames: [frame],
    answers: [CLOSED],
  })),
];
