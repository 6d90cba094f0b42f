import { spawnSync } from 'node:child_process';
import { describe } from '@jest/globals';

const BUBBLEWRAP = 'bwrap';

const probe = spawnSync(
  BUBBLEWRAP,
  ['--unshare-user', '--unshare-pid', '--ro-bind', '/', '/', '--proc', '/proc', 'true'],
  { encoding: 'utf8' },
);
const reason = probe.error?.message ?? (probe.status === 0 ? undefined : probe.stderr.trim());

if (reason !== undefined) {
  process.stderr.write(`tests that need sandboxes are left out: ${reason}\n`);
}

/** `describe` for what a real sandbox must show; left out, with the reason, where none can be made. */
export const describeSandboxed = reason === undefined ? describe : describe.skip;
