import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { SandboxEntry } from '../../../src/protocol/process.js';
import { type StartedBy, startedBy } from '../started-by.js';
import { managed, pathRule, patternRule, WORKSPACE_WRITE_RULES } from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

const isRoot = process.geteuid?.() === 0;
const USER = 65_534;
const AS_USER = ['setpriv', `--reuid=${USER}`, `--regid=${USER}`, '--clear-groups'] as const;
/** The mode of a directory that may be listed, but not searched. */
const LISTED = 0o400;

describeSandboxed('A directory that its owner may not search', () => {
  let base: string;
  let workspace: string;
  let closed: string;
  let file: string;
  let daemon: StartedBy;

  beforeEach(async () => {
    base = mkdtempSync('/var/tmp/exec-server-');
    workspace = join(base, 'workspace');
    closed = join(workspace, 'closed');
    file = join(closed, 'sub', 'a.key');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'SECRET');
    writeFileSync(join(closed, 'b.key'), 'SECRET');
    symlinkSync('closed/sub/a.key', join(workspace, 'link.key'));
    if (isRoot) {
      for (const path of [base, workspace, closed, dirname(file), file, join(closed, 'b.key')]) {
        chownSync(path, USER, USER);
      }
    }
    daemon = await startedBy(isRoot ? [...AS_USER] : ['env'], {
      PATH: process.env.PATH,
      TMPDIR: base,
      HOME: '/',
    });
  });

  afterEach(async () => {
    await daemon.stop();
    chmodSync(closed, 0o700);
    rmSync(base, { recursive: true });
  });

  /** What a process that opens it finds in its files, then what is in the first of them. */
  const changed = async (mode: number, entry: SandboxEntry): Promise<string> => {
    chmodSync(closed, mode);
    const script = 'chmod 700 closed; cat closed/sub/a.key closed/b.key; echo x > closed/sub/a.key';
    const { stdout } = await daemon.client.run('sh', ['-c', script], {
      cwd: workspace,
      sandbox: managed(workspace, [...WORKSPACE_WRITE_RULES, entry]),
      reject: false,
    });
    chmodSync(closed, 0o700);
    return `${stdout} ${readFileSync(file, 'utf8')}`;
  };

  test.each([0o000, LISTED])('keeps what a rule denies in it, with mode %o', async (mode) => {
    expect(await changed(mode, pathRule(file, 'deny'))).toBe(' SECRET');
  });

  test('keeps what a rule makes read-only in it', async () => {
    expect(await changed(0o000, pathRule(file, 'read'))).toBe(' SECRET');
  });

  test.each([
    ['closed/sub/*.key', 0o000],
    ['**/*.key', LISTED],
    ['*.key', 0o000],
  ])('is hidden from the pattern %s, with mode %o', async (pattern, mode) => {
    expect(await changed(mode, patternRule(pattern))).toBe(' SECRET');
  });

  test('can be opened by a process where no rule is about what is in it', async () => {
    const rule = pathRule(join(workspace, 'missing'), 'read');
    expect(await changed(0o000, rule)).toBe('SECRETSECRET x\n');
  });
});
