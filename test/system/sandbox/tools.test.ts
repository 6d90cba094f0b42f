import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { SandboxContext } from '../../../src/protocol/process.js';
import { execServer } from '../../../src/testing/index.js';
import { runConfined, sandboxFixture } from './sandbox-fixture.js';
import { managed, pathRule, WORKSPACE_WRITE_RULES } from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

/** The environment of the daemon, with the tools on its PATH. */
const INHERITED = {
  env: {},
  envPolicy: {
    inherit: 'all' as const,
    ignoreDefaultExcludes: true,
    exclude: [],
    set: {},
    includeOnly: [],
  },
};

const patch = (name: string): string =>
  `apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: ${name}\n+patched\n*** End Patch\nEOF\n`;

describe('Without tools', () => {
  test('no directory is told or put on the PATH', async () => {
    await using server = await execServer({ tools: false });
    const client = await server.client();
    const args = ['-c', 'command -v apply_patch applypatch'];
    const found = await client.run('/bin/sh', args, { ...INHERITED, reject: false });

    expect(found).toMatchObject({ stdout: '', exitCode: 127 });
    expect(await server.request('environment/info', null)).toMatchObject({ prependPathDirs: [] });
  });
});

describeSandboxed('Tools', () => {
  const fixture = sandboxFixture();
  const special = (kind: string, access: 'read' | 'write') => ({
    path: { type: 'special' as const, value: { kind } },
    access,
  });
  const run = (script: string, sandbox: SandboxContext | undefined) =>
    runConfined(fixture, `exec 2>&1\n${script}`, { ...INHERITED, sandbox });

  test('the directories that the client is told stand before those of the PATH', async () => {
    const { prependPathDirs } = await fixture.server.request<{
      prependPathDirs: readonly string[];
    }>('environment/info', null);
    const { text } = await run('echo "$PATH"; command -v apply_patch; rg --version', undefined);

    const directories = prependPathDirs.map((uri) => fileURLToPath(uri));
    expect(text.startsWith([...directories, process.env.PATH].join(':'))).toBe(true);
    expect(text).toContain(`\n${directories[0]}/apply_patch\n`);
    expect(text).toMatch(/\nripgrep \d+/);
  });

  test('apply_patch and applypatch work outside of a sandbox', async () => {
    const { text } = await run(patch('a.txt') + patch('b.txt').replace('_', ''), undefined);

    expect(text).toBe(
      ['a', 'b'].map((name) => `Success. Updated the following files:\nA ${name}.txt\n`).join(''),
    );
    expect(readFileSync(join(fixture.workspace, 'b.txt'), 'utf8')).toBe('patched\n');
  });

  test('apply_patch writes what its sandbox allows and nothing else', async () => {
    const denied = join(fixture.workspace, 'denied');
    mkdirSync(denied);
    writeFileSync(join(fixture.workspace, '..', 'outside.txt'), 'outside\n');
    const sandbox = managed(fixture.workspace, [
      ...WORKSPACE_WRITE_RULES,
      pathRule(denied, 'deny'),
    ]);

    const { text } = await run(
      patch('fine.txt') + patch('denied/a.txt') + patch('../outside.txt') + patch('.git/hooks/x'),
      sandbox,
    );

    const names = ['denied/a.txt', '.git/hooks/x'];
    expect(text).toContain('A fine.txt\n');
    expect(text).toContain(`Failed to write file ${join(denied, 'a.txt')}\n`);
    expect(names.filter((name) => existsSync(join(fixture.workspace, name)))).toEqual([]);
    expect(readFileSync(join(fixture.workspace, '..', 'outside.txt'), 'utf8')).toBe('outside\n');
  });

  test('both work where the sandbox hides this package, Node and the temporary directory', async () => {
    const sandbox = managed(fixture.workspace, [
      special('minimal', 'read'),
      pathRule(fixture.workspace, 'write'),
      pathRule(process.cwd(), 'deny'),
    ]);

    const { text, exitCode } = await run(
      `${patch('a.txt')} rg patched a.txt; ls ${process.cwd()}/src`,
      sandbox,
    );

    expect(text).toContain('A a.txt\npatched\n');
    expect(exitCode).not.toBe(0);
  });

  test('no sandbox lets a process change the tools', async () => {
    const change = 'echo changed > "$(command -v apply_patch)"; rm "$(command -v apply_patch)"';
    const sandbox = managed(fixture.workspace, [special('root', 'write')]);
    await run(change, sandbox);
    await run(change, managed(fixture.workspace, WORKSPACE_WRITE_RULES));

    expect((await run(patch('a.txt'), undefined)).text).toContain('A a.txt\n');
  });

  test('a sandbox that may write everything keeps the devices of the host', async () => {
    const device = 'stat --format %d /dev';
    const sandbox = managed(fixture.workspace, [special('root', 'write')]);

    expect((await run(device, sandbox)).text).toBe((await run(device, undefined)).text);
  });

  test('a process with a PATH of its own is shown no tools', async () => {
    const { prependPathDirs } = await fixture.server.request<{
      prependPathDirs: readonly string[];
    }>('environment/info', null);
    const [directory = ''] = prependPathDirs.map((uri) => fileURLToPath(uri));
    const sandbox = managed(fixture.workspace, WORKSPACE_WRITE_RULES);

    const { text } = await runConfined(fixture, `ls ${directory} 2>&1`, { sandbox });

    expect(text).toMatch(/No such file or directory|Permission denied/);
  });
});
