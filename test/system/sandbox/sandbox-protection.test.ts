import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runConfined, sandboxBench, startConfined } from './sandbox-fixture.js';
import { managed, pathRule, WORKSPACE_WRITE_RULES } from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

/** Without what stands for protected folders until the sandbox is over. */
const visible = (folder: string) =>
  readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort();

describeSandboxed('what a sandboxed process must not write or see', () => {
  const bench = sandboxBench();

  test('is there to be read, or is kept from being made', async () => {
    mkdirSync(join(bench.workspace, '.git'));
    writeFileSync(join(bench.workspace, '.git', 'config'), 'kept');
    const script =
      'cat .git/config; echo x > .git/config; mkdir .git/hooks; mkdir -p .codex/x; mv .git g; echo x > .aws';
    expect((await runConfined(bench, script)).text).toBe('kept');
    expect(readdirSync(bench.workspace)).toContain('.git');
    expect(readdirSync(join(bench.workspace, '.git'))).toEqual(['config']);
  });

  test('stays protected while another process still needs it, and leaves no trace', async () => {
    const long = await startConfined(
      bench,
      'echo ready; read line; mkdir .codex/x || echo protected',
      {
        pipeStdin: true,
      },
    );
    await bench.server.waitForEvent(
      ({ method, params }) => method === 'process/output' && params.processId === long,
    );
    await runConfined(bench, 'true');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await bench.server.request('process/write', { processId: long, chunk: 'Cg==', writeId: '1' });
    expect((await bench.server.outcome(long)).stdout).toContain('protected');
    for (let tries = 0; readdirSync(bench.workspace).length > 0 && tries < 50; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(readdirSync(bench.workspace)).toEqual([]);
  });

  test('cannot be moved away with the folder above it', async () => {
    mkdirSync(join(bench.workspace, 'conf'));
    writeFileSync(join(bench.workspace, 'conf', 'prod'), 'kept');
    const sandbox = managed(bench.workspace, [
      ...WORKSPACE_WRITE_RULES,
      pathRule(join(bench.workspace, 'conf', 'prod'), 'read'),
    ]);
    await runConfined(bench, 'mv conf other; mkdir conf; echo x > conf/prod; echo ok > conf/new', {
      sandbox,
    });
    expect(visible(bench.workspace)).toEqual(['conf']);
    expect(readdirSync(join(bench.workspace, 'conf')).sort()).toEqual(['new', 'prod']);
  });

  test('does not see what is denied', async () => {
    writeFileSync(join(bench.workspace, 'key'), 'secret');
    writeFileSync(join(bench.workspace, 'a.pem'), 'secret');
    mkdirSync(join(bench.workspace, 'vault'));
    writeFileSync(join(bench.workspace, 'vault', 'key'), 'secret');
    const sandbox = managed(bench.workspace, [
      ...WORKSPACE_WRITE_RULES,
      pathRule(join(bench.workspace, 'key'), 'deny'),
      pathRule(join(bench.workspace, 'vault'), 'none'),
      { path: { type: 'glob_pattern', pattern: '**/*.pem' }, access: 'deny' },
    ]);
    const script =
      'cat key vault/key *.pem; ls vault; rm -rf vault key; chmod 777 key vault; cat key; echo done';
    expect((await runConfined(bench, script, { sandbox })).text).toBe('done\n');
    expect(visible(bench.workspace)).toEqual(['a.pem', 'key', 'vault']);
  });
});
