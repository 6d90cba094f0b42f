import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Members } from '../../../src/adapters/shared/members.js';

describe('Members', () => {
  test('has what was added until it is removed, as a Set has', () => {
    // Adds a member, or removes again the one that was added so long ago, if there is one.
    const anyStep = fc.option(fc.nat(5), { nil: 'add' as const });
    fc.assert(
      fc.property(fc.array(anyStep), (steps) => {
        const members = new Members<object>();
        const expected = new Set<object>();
        const added: { readonly member: object; readonly remove: () => void }[] = [];
        for (const step of steps) {
          if (step === 'add') {
            const member = {};
            added.push({ member, remove: members.add(member) });
            expected.add(member);
            continue;
          }
          const former = added.at(-1 - step);
          if (former !== undefined) {
            former.remove();
            expected.delete(former.member);
          }
        }
        expect(members.size).toBe(expected.size);
        expect(new Set(members)).toEqual(expected);
        expect([...members].every((member) => expected.has(member))).toBe(true);
      }),
    );
  });

  test('may be changed by what goes through it', () => {
    const members = new Members<string>();
    const removals = ['first', 'second', 'third'].map((member) => members.add(member));
    const seen: string[] = [];
    for (const member of members) {
      seen.push(member);
      removals[1]?.();
    }
    expect(seen).toEqual(['first', 'third']);
  });
});
