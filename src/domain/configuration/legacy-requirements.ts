import { ExecServerError } from '../errors.js';
import type { ConfigurationTable, ConfigurationValue } from './configuration-table.js';

type Allowed = Readonly<Record<string, readonly string[]>>;

const APPROVAL_POLICIES: Allowed = {
  untrusted: ['untrusted'],
  'on-failure': ['on-request'],
  'on-request': ['on-request'],
  never: ['never'],
};

const APPROVALS_REVIEWERS: Allowed = {
  user: ['user'],
  auto_review: ['auto_review', 'user'],
  guardian_subagent: ['auto_review', 'user'],
};

/** `read-only` is always allowed: without reading nothing works. */
const SANDBOX_MODES: Allowed = {
  'read-only': ['read-only'],
  'workspace-write': ['read-only', 'workspace-write'],
  'danger-full-access': ['read-only', 'danger-full-access'],
};

const RULES = [
  ['approval_policy', 'allowed_approval_policies', APPROVAL_POLICIES],
  ['approvals_reviewer', 'allowed_approvals_reviewers', APPROVALS_REVIEWERS],
  ['sandbox_mode', 'allowed_sandbox_modes', SANDBOX_MODES],
] as const;

/**
 * The requirements that an administrator's legacy file implies: it sets values, which users must not change.
 *
 * @throws {ExecServerError} for a key or value that is unknown: ignoring it would drop a requirement.
 */
export const requirementsFromManagedConfig = (managed: ConfigurationTable): ConfigurationTable => {
  const requirements = new Map<string, ConfigurationValue>();
  for (const [key, requirement, allowed] of RULES) {
    const value = managed.get(key);
    if (value === undefined) {
      continue;
    }
    const known = typeof value === 'string' && Object.hasOwn(allowed, value);
    if (!known) {
      const names = Object.keys(allowed).map((name) => `\`${name}\``);
      throw new ExecServerError('failed', `expected one of ${names.join(', ')} in \`${key}\``);
    }
    requirements.set(requirement, allowed[value] ?? []);
  }
  return requirements;
};
