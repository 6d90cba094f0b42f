import assert from 'node:assert/strict';

/** A shell that leaves the PATH as the daemon has it: `/etc/profile` of some systems sets it anew. */
const withoutLogin = { with: { login: false } };

/** The programs that models call in their commands, in a pipe where the CLI does not see them. */
export const TOOLS = [
  {
    name: 'rg-and-apply-patch',
    sandbox: 'workspace-write',
    prepare: async (run) => {
      await run.put('src/a.txt', 'one\nneedle\n');
      await run.put(
        'patch',
        '*** Begin Patch\n*** Update File: src/a.txt\n@@\n-needle\n+thread\n*** End Patch\n',
      );
      await run.put('outside.txt', 'kept\n', run.serverHome);
    },
    steps: (run) => [
      { shell: 'rg --line-number needle src', ...withoutLogin },
      { shell: 'cat patch | apply_patch && rg --count thread src', ...withoutLogin },
      { shell: 'sed s/needle/nothing/ patch | applypatch', ...withoutLogin },
      {
        shell: `sed "s#src/a.txt#${run.serverHome}/outside.txt#; s/needle/kept/" patch | apply_patch`,
        ...withoutLogin,
      },
      { say: 'done' },
    ],
    check: async (run) => {
      assert.equal(run.printed(0), 'src/a.txt:2:needle\n');
      assert.equal(
        run.printed(1),
        'Success. Updated the following files:\nM src/a.txt\nsrc/a.txt:1\n',
      );
      assert.match(run.printed(2), /Failed to find expected lines in .*src\/a\.txt:\nnothing\n/);
      assert.match(run.printed(3), /Failed to write file .*outside\.txt\n/);
      assert.equal(await run.text('src/a.txt'), 'one\nthread\n');
      assert.equal(await run.text('outside.txt', run.serverHome), 'kept\n');
    },
  },
];
