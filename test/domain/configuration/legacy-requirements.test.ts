import { expect, test } from '@jest/globals';
import { requirementsFromManagedConfig } from '../../../src/domain/configuration/legacy-requirements.js';

test.each([
  ['sandbox_mode', 'read-only', 'allowed_sandbox_modes', ['read-only']],
  [
    'sandbox_mode',
    'danger-full-access',
    'allowed_sandbox_modes',
    ['read-only', 'danger-full-access'],
  ],
  ['approval_policy', 'never', 'allowed_approval_policies', ['never']],
  ['approval_policy', 'on-failure', 'allowed_approval_policies', ['on-request']],
  [
    'approvals_reviewer',
    'guardian_subagent',
    'allowed_approvals_reviewers',
    ['auto_review', 'user'],
  ],
])(
  'requirementsFromManagedConfig turns %s = %s into a requirement',
  (key, value, requirement, allowed) => {
    expect(requirementsFromManagedConfig(new Map([[key, value]]))).toEqual(
      new Map([[requirement, allowed]]),
    );
  },
);

test('requirementsFromManagedConfig ignores other keys', () => {
  expect(requirementsFromManagedConfig(new Map([['model', 'x']]))).toEqual(new Map());
});

test.each(['x', 'toString', 3n])(
  'requirementsFromManagedConfig rejects the unknown sandbox_mode %s',
  (value) => {
    expect(() => requirementsFromManagedConfig(new Map([['sandbox_mode', value]]))).toThrow(
      'expected one of `read-only`, `workspace-write`, `danger-full-access` in `sandbox_mode`',
    );
  },
);
