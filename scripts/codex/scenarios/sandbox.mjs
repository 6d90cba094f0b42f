import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { patchCall } from '../patch-call.mjs';

const CONNECT = `node -e "require('net').connect(1, '127.0.0.1').on('error', (e) => console.log('net', e.code))"`;

/** What the CLI's sandbox modes must keep a command and a patch from, and what they must let be. */
export const SANDBOX = [
  {
    name: 'sandbox-read-only',
    sandbox: 'read-only',
    prepare: async (run) => {
      await run.put('old.txt', 'old content\n');
    },
    steps: (run) => [
      { shell: 'cat old.txt; echo x > /dev/null; echo read fine' },
      { shell: 'echo x > old.txt' },
      { shell: 'touch new.txt' },
      { shell: `touch ${run.serverHome}/outside.txt` },
      { shell: CONNECT },
      patchCall('*** Add File: patched.txt\n+hello\n'),
      { say: 'done' },
    ],
    check: async (run) => {
      assert.equal(run.printed(0), 'old content\nread fine\n');
      for (const call of [1, 2, 3]) {
        assert.match(run.output(call), /Read-only file system/);
      }
      assert.match(run.printed(4), /^net (EPERM|EACCES|ENETUNREACH)$/m);
      assert.equal(await run.text('old.txt'), 'old content\n');
      for (const name of ['new.txt', 'patched.txt']) {
        assert.equal(await run.text(name), undefined);
      }
      assert.equal(await run.text('outside.txt', run.serverHome), undefined);
    },
  },
  {
    name: 'sandbox-workspace-write',
    sandbox: 'workspace-write',
    prepare: async (run) => {
      await run.put('.git/HEAD', 'ref: refs/heads/main\n');
      await run.put('old.txt', 'old\n');
    },
    steps: (run) => [
      { shell: 'echo new >> old.txt; mkdir sub && touch sub/file; echo wrote' },
      { shell: `touch ${run.serverHome}/outside.txt` },
      { shell: `ln -s ${run.serverHome} link; touch link/through.txt` },
      { shell: 'echo broken > .git/HEAD' },
      { shell: CONNECT },
      { say: 'done' },
    ],
    check: async (run) => {
      assert.equal(run.printed(0), 'wrote\n');
      assert.equal(await run.text('old.txt'), 'old\nnew\n');
      assert.equal(await run.text('sub/file'), '');
      for (const call of [1, 2, 3]) {
        assert.match(run.output(call), /Read-only file system/);
      }
      assert.match(run.printed(4), /^net (EPERM|EACCES|ENETUNREACH)$/m);
      assert.equal(await run.text('outside.txt', run.serverHome), undefined);
      assert.equal(await run.text('through.txt', run.serverHome), undefined);
      assert.equal(await run.text('.git/HEAD'), 'ref: refs/heads/main\n');
    },
  },
  {
    name: 'sandbox-apply-patch',
    sandbox: 'workspace-write',
    prepare: async (run) => {
      await run.put('old.txt', 'a\n');
      await run.put('kept.txt', 'a\n', run.serverHome);
    },
    steps: (run) => [
      patchCall('*** Add File: new/added.txt\n+hello\n*** Update File: old.txt\n@@\n-a\n+A\n'),
      patchCall(`*** Update File: ${run.serverHome}/kept.txt\n@@\n-a\n+A\n`),
      patchCall(`*** Add File: ${run.serverHome}/added.txt\n+hello\n`),
      { say: 'done' },
    ],
    check: async (run) => {
      assert.equal(await run.text('new/added.txt'), 'hello\n');
      assert.equal(await run.text('old.txt'), 'A\n');
      assert.equal(await run.text('kept.txt', run.serverHome), 'a\n');
      assert.equal(await run.text('added.txt', run.serverHome), undefined);
    },
  },
  {
    name: 'sandbox-patterns',
    permissions: 'secrets',
    config: (run) => `[permissions.secrets.filesystem]
glob_scan_max_depth = 4
":root" = "read"
":tmpdir" = "write"
"${run.serverHome}/keys/**/*.key" = "deny"

[permissions.secrets.filesystem.":workspace_roots"]
"." = "write"
"**/*.env" = "deny"
"sub/*.key" = "deny"
`,
    prepare: async (run) => {
      for (const name of ['a.env', 'sub/k.key', 'sub/deep/b.env', 'k.key']) {
        await run.put(name, 'secret\n');
      }
      await run.put('keys/deep/b.key', 'secret\n', run.serverHome);
    },
    steps: (run) => [
      { shell: 'cat a.env' },
      { shell: 'cat sub/k.key' },
      { shell: 'cat sub/deep/b.env' },
      { shell: 'cat k.key; echo new > new.txt' },
      patchCall('*** Update File: a.env\n@@\n-secret\n+changed\n'),
      { shell: `cat ${run.serverHome}/keys/deep/b.key` },
      { say: 'done' },
    ],
    check: async (run) => {
      for (const call of [0, 1, 2, 5]) {
        assert.match(run.output(call), /Permission denied/);
      }
      assert.equal(run.printed(3), 'secret\n');
      assert.equal(await run.text('new.txt'), 'new\n');
      assert.equal(await run.text('a.env'), 'secret\n');
    },
  },
  {
    name: 'sandbox-leaves-nothing',
    sandbox: 'workspace-write',
    prepare: async (run) => {
      await run.put('old.txt', 'a\n');
    },
    // The model is asked for its next step when the CLI has the result of the last one.
    steps: (run) => {
      const names = () => readdirSync(run.workspace).sort().join();
      run.seen = [];
      const after = (step) => () => {
        run.seen.push(names());
        return step;
      };
      return [
        { shell: 'echo fine; mkdir .git' },
        after(patchCall('*** Update File: old.txt\n@@\n-a\n+A\n')),
        after(patchCall('*** Add File: new.txt\n+hello\n')),
        after({ say: 'done' }),
      ];
    },
    check: async (run) => {
      assert.deepEqual(run.seen, ['old.txt', 'old.txt', 'new.txt,old.txt']);
    },
  },
];
