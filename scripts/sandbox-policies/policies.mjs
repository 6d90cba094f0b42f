import { CONTEXT_POLICIES } from './policies/context.mjs';
import { MEMBER_FORMS } from './policies/forms-of-members.mjs';
import { PERMISSION_FORMS } from './policies/forms-of-permissions.mjs';
import { PATH_POLICIES } from './policies/paths.mjs';
import { PATTERN_POLICIES } from './policies/patterns.mjs';
import { SPECIAL_PATH_POLICIES } from './policies/special-paths.mjs';

/** Tried on trees: what the rules allow and deny, for each file and directory, by process and by file method. */
export const POLICIES = {
  ...PATH_POLICIES,
  ...SPECIAL_PATH_POLICIES,
  ...PATTERN_POLICIES,
  ...CONTEXT_POLICIES,
};

/** Tried with one read and one write: which forms are understood, and which refused. */
export const FORMS = { ...PERMISSION_FORMS, ...MEMBER_FORMS };
