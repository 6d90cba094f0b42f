import fc from 'fast-check';
import { METHODS } from '../../src/protocol/methods.js';
import type { FuzzMessage } from './fuzz-message.js';
import { jsonText } from './json-text.js';
import { FUZZED_METHODS, paramsText } from './params-text.js';

/** Requests that do nothing, whatever becomes of their text. */
const HARMLESS = [
  '{"id":1,"method":"environment/status","params":null}',
  '{"id":"a","method":"process/read","params":{"processId":"p","afterSeq":0,"waitMs":0}}',
  '{"id":1,"method":"process/terminate","params":{"processId":"p"},"trace":{"traceparent":null}}',
];

const member = fc.tuple(
  fc.constantFrom('jsonrpc', 'trace', 'result', 'error', 'x', '__proto__', 'constructor'),
  jsonText,
);

const request: fc.Arbitrary<FuzzMessage> = fc
  .constantFrom(...FUZZED_METHODS)
  .chain((method) =>
    fc.tuple(fc.constant(method), paramsText(method), fc.option(member, { freq: 1 })),
  )
  .map(([method, params, other]) => ({
    content: (id) => {
      const members = [`"id":${id}`, `"method":"${method}"`, `"params":${params}`];
      if (other !== null) {
        members.push(`"${other[0]}":${other[1]}`);
      }
      return `{${members.join(',')}}`;
    },
    expects: 'answer',
  }));

const unknownMethod: fc.Arbitrary<FuzzMessage> = fc
  .tuple(fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('__proto__', 'toString')), jsonText)
  .filter(([method]) => !FUZZED_METHODS.includes(method))
  .map(([method, params]) => ({
    content: (id) => `{"params":${params},"method":${JSON.stringify(method)},"id":${id}}`,
    expects: 'answer',
  }));

/** No object with a method, a result or an error: nothing but malformed. */
const malformed: fc.Arbitrary<FuzzMessage> = fc
  .oneof(
    fc.string({ maxLength: 40 }).filter((text) => !text.includes('{')),
    jsonText.map((text) => `[${text}]`),
    fc.constantFrom('', ' ', '{}', '\ufeff{}', 'NaN', '{"id":1}', '{"method":1,"id":1}', '{} {}'),
    jsonText.map((text) => `{"id":1,"id":${text}}`),
  )
  .map((text) => ({ content: () => text, expects: 'answer' }));

const initialized: fc.Arbitrary<FuzzMessage> = jsonText
  .filter((text) => text.length < 200)
  .map((text) => ({
    content: () => `{"method":"initialized","params":${JSON.stringify(text)}}`,
    expects: 'silence',
  }));

const offence: fc.Arbitrary<FuzzMessage> = fc
  .oneof(
    fc.string({ maxLength: 12 }).map((method) => `{"method":${JSON.stringify(`x${method}`)}}`),
    fc.constantFrom('{"id":1,"result":null}', '{"id":1,"error":{"code":1,"message":""}}'),
  )
  .map((text) => ({ content: () => text, expects: 'closure' }));

/** A request as it should be, with a few of its bytes changed, doubled or lost. */
const mutated: fc.Arbitrary<FuzzMessage> = fc
  .tuple(
    fc.constantFrom(...HARMLESS),
    fc.array(fc.tuple(fc.nat(100), fc.constantFrom('change', 'double', 'lose'), fc.nat(255)), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([text, changes]) => ({
    content: () => changed(Buffer.from(text), changes),
    expects: 'anything',
  }));

const oddId: fc.Arbitrary<FuzzMessage> = jsonText.map((id) => ({
  content: () => `{"id":${id},"method":"${METHODS.environmentStatus}"}`,
  expects: 'anything',
}));

/** Messages that share a connection: each is answered, or expects nothing. */
export const answeredMessage: fc.Arbitrary<FuzzMessage> = fc.oneof(
  { weight: 14, arbitrary: request },
  { weight: 2, arbitrary: unknownMethod },
  { weight: 2, arbitrary: malformed },
  { weight: 1, arbitrary: initialized },
);

/** Messages that may end the connection they come by. */
export const fatalMessage: fc.Arbitrary<FuzzMessage> = fc.oneof(offence, mutated, oddId);

const changed = (
  bytes: Buffer,
  changes: readonly (readonly [at: number, how: string, byte: number])[],
): Buffer => {
  let result = bytes;
  for (const [place, how, byte] of changes) {
    const at = place % result.length;
    const before = result.subarray(0, at);
    const after = result.subarray(how === 'double' ? at : at + 1);
    result = Buffer.concat([before, how === 'lose' ? Buffer.alloc(0) : Buffer.from([byte]), after]);
  }
  return result;
};
