import { describe, expect, test } from '@jest/globals';
import { InvalidParams } from '../../../../src/adapters/json-rpc/encoding/invalid-params.js';
import type { ParamsClass } from '../../../../src/adapters/json-rpc/params/params-plan.js';
import { readParams } from './read-params.js';

/** Content that no error may repeat. */
const SECRET = 's3cr3t';

type Kind = 'text' | 'number' | 'flag' | 'list' | 'map' | 'null';

const OF_KIND: Readonly<Record<Kind, unknown>> = {
  text: SECRET,
  number: 1.5,
  flag: true,
  list: [[SECRET]],
  map: { [SECRET]: [SECRET] },
  null: null,
};

/** What holds for one field. */
export interface FieldRule {
  readonly name: string;
  /** `required`; `optional`: may be left out; `nullable`: may be left out or null. */
  readonly presence: 'required' | 'optional' | 'nullable';
  /** The only kind of value that it takes. */
  readonly kind: Kind;
  /** Values of the right kind that are wrong nevertheless. */
  readonly wrong?: readonly unknown[];
  /** Values that are right, besides the one in the valid params. */
  readonly right?: readonly unknown[];
}

type Params = Readonly<Record<string, unknown>>;

/**
 * Declares the tests that hold for every class of params: each field missing, null, of each wrong kind,
 * wrong in itself and right; params with more fields, by position and with hostile names.
 *
 * @param valid all fields of the class, in the order of their declaration.
 */
export const describeParams = (
  type: ParamsClass<object>,
  valid: Params,
  rules: readonly FieldRule[],
): void => {
  describe(`${type.name}`, () => {
    test('reads valid params', () => {
      expect(readParams(type, valid)).toBeInstanceOf(type);
      expect(plain(readParams(type, valid))).toEqual(valid);
    });

    describe.each(rules)('field $name', (rule) => describeField(type, valid, rule));

    test('reads params by position', () => {
      expect(plain(readParams(type, Object.values(valid)))).toEqual(valid);
    });

    test('rejects too few and too many params by position', () => {
      const values = Object.values(valid);
      for (const wrong of [values.slice(1), [...values, null], []]) {
        expect(() => readParams(type, wrong)).toThrow(
          new InvalidParams(
            `invalid length ${wrong.length}, expected struct ${type.name} with ${values.length} elements`,
          ),
        );
      }
    });

    if (type.isClosed) {
      test.each(['{"z":{"a":[1]}}', '{"__proto__":{"a":1}}', '{"toString":5}', '{"Cwd":false}'])(
        'rejects unknown fields: %s',
        (more) => {
          const params = JSON.parse(JSON.stringify(valid).replace(/\}$/, `,${more.slice(1)}`));
          expect(refusal(type, params)).toMatch(/^unknown field `\w+`/);
        },
      );
    }

    test(
      type.isClosed ? 'ignores unknown fields of other systems' : 'ignores unknown fields',
      () => {
        const more = JSON.parse(
          type.isClosed
            ? '{"z":null,"constructor":null,"__proto__":null,"windowsNew":5}'
            : '{"z":{"a":[1]},"constructor":null,"__proto__":{"a":1},"toString":5}',
        );
        expect(plain(readParams(type, { ...valid, ...more }))).toEqual(valid);
      },
    );

    test.each(['{"constructor":null}', '{"__proto__":null}', '{}'])(
      'reports missing fields in %s',
      (text) => {
        const first = rules.find(({ presence }) => presence === 'required');
        const read = (): object => readParams(type, JSON.parse(text));
        if (first === undefined) {
          expect(read).not.toThrow();
        } else {
          expect(read).toThrow(new InvalidParams(`missing field \`${first.name}\``));
        }
      },
    );

    test('takes no field from a prototype', () => {
      const [first] = rules;
      const read = (): object =>
        readParams(type, JSON.parse(`{"__proto__":${JSON.stringify(valid)}}`));
      if (type.isClosed) {
        expect(read).toThrow('unknown field `__proto__`');
      } else if (first?.presence === 'required') {
        expect(read).toThrow(`missing field \`${first.name}\``);
      } else {
        expect(Object.values(read()).every((value) => value === undefined)).toBe(true);
      }
    });

    test.each([null, undefined, 5, SECRET, true])('rejects %s as params', (value) => {
      expect(refusal(type, value)).toMatch(/^invalid type: \w+, expected struct \w+Params$/);
    });
  });
};

const describeField = (type: ParamsClass<object>, valid: Params, rule: FieldRule): void => {
  const { name, presence, kind, wrong = [], right = [] } = rule;
  const { [name]: _, ...others } = valid;

  test(presence === 'required' ? 'rejects params without it' : 'accepts params without it', () => {
    if (presence === 'required') {
      expect(refusal(type, others)).toBe(`missing field \`${name}\``);
    } else {
      expect(plain(readParams(type, others))).toEqual(others);
    }
  });

  test(presence === 'nullable' ? 'accepts null' : 'rejects null', () => {
    const params = { ...valid, [name]: null };
    if (presence === 'nullable') {
      expect(plain(readParams(type, params))).toEqual(params);
    } else {
      expectRefusal(type, params, name);
    }
  });

  const foreign = Object.entries(OF_KIND).filter(([other]) => other !== kind && other !== 'null');
  test.each([...foreign.map(([, value]) => [value]), ...wrong.map((value) => [value])])(
    'rejects %j by the name of the field, without its content',
    (value) => expectRefusal(type, { ...valid, [name]: value }, name),
  );

  if (right.length === 0) {
    return;
  }
  test.each(right.map((value) => [value]))('accepts %j', (value) => {
    const params = { ...valid, [name]: value };
    expect(plain(readParams(type, params))).toEqual(params);
  });
};

const expectRefusal = (type: ParamsClass<object>, params: unknown, name: string): void => {
  const text = refusal(type, params);
  expect(text).toContain(`\`${name}`);
  expect(text).not.toContain(SECRET);
};

const refusal = (type: ParamsClass<object>, params: unknown): string => {
  try {
    readParams(type, params);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidParams);
    return error instanceof Error ? error.message : '';
  }
  throw new Error(`accepted: ${JSON.stringify(params)}`);
};

/** Without classes and without the fields that were not given. */
const plain = (params: object): unknown => JSON.parse(JSON.stringify(params));
