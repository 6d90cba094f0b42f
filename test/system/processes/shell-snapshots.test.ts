import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Client, RunOptions, RunResult } from '../../../src/client/index.js';
import { type ExecServerHarness, execServer } from '../../../src/testing/harness.js';
import { describeNeeding } from '../../support/needing.js';

const ENV_POLICY = {
  inherit: 'all' as const,
  ignoreDefaultExcludes: true,
  exclude: [],
  set: {},
  includeOnly: [],
};
const isFound = (program: string): boolean => spawnSync(program, ['-c', ':']).status === 0;
const whereBashIs = describeNeeding('/bin/bash', isFound('/bin/bash'));
const whereZshIs = describeNeeding('/bin/zsh', isFound('/bin/zsh'));

let server: ExecServerHarness;
let client: Client;
let home: string;
let scope = 0;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'exec-server-home-'));
  server = await execServer({ mode: 'daemon', env: { HOME: home, ZDOTDIR: home } });
  client = await server.client();
});

afterAll(async () => {
  await server.shutdown();
  rmSync(home, { recursive: true });
});

beforeEach(() => {
  scope += 1;
});

/** Writes the profile of a shell, which also counts how often it is read. */
const profile = (name: string, text: string): void => {
  writeFileSync(join(home, name), `echo read >> ~/reads\n${text}`);
  writeFileSync(join(home, 'reads'), '');
};

const reads = (): number => readFileSync(join(home, 'reads'), 'utf8').split('\n').length - 1;

const login = (path: string, script: string, more: RunOptions = {}): PromiseLike<RunResult> => {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return client.run(path, ['-lc', script, 'zero', 'one'], {
    envPolicy: ENV_POLICY,
    shellSnapshot: { scopeId: `scope-${scope}`, shell: { name, path } },
    reject: false,
    ...more,
  });
};

whereBashIs('a shell snapshot of bash', () => {
  const bash = (script: string, more?: RunOptions): PromiseLike<RunResult> =>
    login('/bin/bash', script, more);

  test('holds functions, aliases, options, exported variables and the umask', async () => {
    profile(
      '.bash_profile',
      `fn() { printf '%s\\n' "fn $1"; }
exported() { echo exported; }
export -f exported
shopt -s extglob expand_aliases
matches() { case $1 in +(a|b)) echo matches ;; esac; }
alias al='echo "an alias"'
set -o noclobber
export VALUE="two
lines" API_KEY=s3cr3t
unset REMOVED
umask 077
echo printed`,
    );
    const script = `echo "$_"; fn 1; al; matches ab; bash -c exported; echo "$VALUE $API_KEY \${REMOVED-none} $0 $1"
umask; case $- in *C*) echo noclobber ;; esac; env | grep -c SHELL_STATE`;
    const expected =
      ':\nfn 1\nan alias\nmatches\nexported\ntwo\nlines s3cr3t none zero one\n0077\nnoclobber\n0';
    for (const _ of ['captured', 'reused']) {
      expect(await bash(script)).toMatchObject({ stdout: expected, stderr: '' });
    }
    expect(reads()).toBe(1);
  });

  test('is captured once for commands that arrive together, on pipes and terminals', async () => {
    profile('.bash_profile', 'export VALUE=1\n');
    const outcomes = await Promise.all([
      bash('echo $VALUE'),
      bash('echo $VALUE'),
      bash('echo $VALUE', { tty: true }),
    ]);
    expect(outcomes.map(({ stdout }) => stdout)).toEqual(['1', '1', '1']);
    expect(reads()).toBe(1);
  });

  test('is captured anew once the profile has changed', async () => {
    profile('.bash_profile', 'export VALUE=1\n');
    await bash('echo $VALUE');
    appendFileSync(join(home, '.bash_profile'), 'export VALUE=changed\n');
    expect(await bash('echo $VALUE')).toMatchObject({ stdout: 'changed' });
  });

  test('gives way to values of the client', async () => {
    profile('.bash_profile', 'export VALUE=profile\n');
    await bash('true');
    const more = { env: { VALUE: 'client' } };
    expect(await bash('echo $VALUE', more)).toMatchObject({ stdout: 'client' });
  });

  test('leaves a command that reads the profile when it fails', async () => {
    profile('.bash_profile', 'export VALUE=1\necho() { builtin echo "a $1"; }\nset -x\n');
    expect(await bash('echo $VALUE')).toMatchObject({ stdout: 'a 1' });
    expect(reads()).toBe(2);
  });
});

whereZshIs('a shell snapshot of zsh', () => {
  test('holds functions, aliases of every kind, options, fpath, exported variables and the umask', async () => {
    profile(
      '.zprofile',
      `fn() { print -r -- "fn $1" }
autoload -Uz is-at-least
fpath=('/a b' $fpath)
alias al='echo "an alias"'
alias -g G='| tr a b'
setopt extendedglob
export VALUE="it's"
umask 077`,
    );
    const script = `fn 1; al; echo aaa G; is-at-least 4 && echo autoloaded; echo "$fpath[1] $VALUE $0 $1"
umask; [[ -o extendedglob ]] && echo extended; env | grep -c SHELL_STATE`;
    const expected = "fn 1\nan alias\nbbb\nautoloaded\n/a b it's zero one\n077\nextended\n0";
    for (const _ of ['captured', 'reused']) {
      expect(await login('/bin/zsh', script)).toMatchObject({ stdout: expected, stderr: '' });
    }
    expect(reads()).toBe(1);
  });
});

describe('a shell that has no snapshots', () => {
  test('is refused', async () => {
    await expect(login('/usr/bin/fish', 'true', { reject: true })).rejects.toMatchObject({
      cause: { code: -32_602, message: 'shell snapshots are unsupported for shell `fish`' },
    });
  });
});
