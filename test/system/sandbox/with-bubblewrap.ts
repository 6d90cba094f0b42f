import { spawnSync } from 'node:child_process';
import { describeNeeding } from '../../support/needing.js';

const BUBBLEWRAP = 'bwrap';

const probe = spawnSync(
  BUBBLEWRAP,
  ['--unshare-user', '--unshare-pid', '--ro-bind', '/', '/', '--proc', '/proc', 'true'],
  { encoding: 'utf8' },
);
const reason = probe.error?.message ?? (probe.status === 0 ? undefined : probe.stderr.trim());

/** `describe` for what a real sandbox must show; left out, with the reason, where none can be made. */
export const describeSandboxed = describeNeeding(`bubblewrap: ${reason}`, reason === undefined);
