import assert from 'node:assert/strict';
import { patchCall } from '../patch-call.mjs';

const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** What the CLI reads and writes through `fs/*`: patches, instructions, skills, pictures. */
export const FILES = [
  {
    name: 'apply-patch',
    prepare: async (run) => {
      await run.put('changed.txt', 'a\nb\nc\n');
      await run.put('moved.txt', 'm\nn\n');
      await run.put('gone.txt', 'x\n');
    },
    steps: () => [
      patchCall(
        '*** Add File: new/dir/added.txt\n+hello\n' +
          '*** Update File: changed.txt\n@@\n a\n-b\n+B\n c\n' +
          '*** Update File: moved.txt\n*** Move to: sub/here.txt\n@@\n-m\n+M\n n\n' +
          '*** Delete File: gone.txt\n',
      ),
      { say: 'done' },
    ],
    check: async (run) => {
      assert.match(run.output(0), /A new\/dir\/added\.txt[\s\S]*D gone\.txt/);
      assert.equal(await run.text('new/dir/added.txt'), 'hello\n');
      assert.equal(await run.text('changed.txt'), 'a\nB\nc\n');
      assert.equal(await run.text('moved.txt'), undefined);
      assert.equal(await run.text('sub/here.txt'), 'M\nn\n');
      assert.equal(await run.text('gone.txt'), undefined);
    },
  },
  {
    name: 'apply-patch-refused',
    prepare: async (run) => {
      await run.put('kept.txt', 'a\n');
    },
    steps: () => [
      patchCall('*** Update File: kept.txt\n@@\n-not there\n+B\n'),
      patchCall('*** Update File: missing.txt\n@@\n-a\n+B\n'),
      { say: 'done' },
    ],
    check: async (run) => {
      assert.match(run.output(0), /Failed to find expected lines/);
      assert.match(run.output(1), /No such file or directory \(os error 2\)/);
      assert.equal(await run.text('kept.txt'), 'a\n');
    },
  },
  {
    name: 'agents-md',
    prepare: async (run) => {
      await run.put('AGENTS.md', 'Prefer tabs, says MARK-AGENTS.\n');
    },
    steps: () => [{ say: 'done' }],
    check: (run) => assert.match(run.firstInput(), /MARK-AGENTS/),
  },
  {
    name: 'agents-override',
    prepare: async (run) => {
      await run.put('AGENTS.md', 'MARK-PLAIN\n');
      await run.put('AGENTS.override.md', 'MARK-OVERRIDE\n');
    },
    steps: () => [{ say: 'done' }],
    check: (run) => {
      assert.match(run.firstInput(), /MARK-OVERRIDE/);
      assert.doesNotMatch(run.firstInput(), /MARK-PLAIN/);
    },
  },
  {
    name: 'project-skills',
    prompt: 'Use $greeting.',
    prepare: async (run) => {
      const head = '---\nname: greeting\ndescription: greets, says MARK-SKILL\n---\n';
      await run.put('.git/HEAD', 'ref: refs/heads/main\n');
      await run.put('.agents/skills/greeting/SKILL.md', `${head}Say MARK-BODY.\n`);
    },
    steps: () => [{ say: 'done' }],
    check: (run) => {
      assert.match(run.firstInput(), /MARK-SKILL/);
      assert.match(run.firstInput(), /MARK-BODY/);
    },
  },
  {
    name: 'view-image',
    prepare: async (run) => {
      await run.put('pixel.png', Buffer.from(PNG, 'base64'));
    },
    steps: (run) => [
      { tool: 'view_image', arguments: { path: `${run.workspace}/pixel.png` } },
      { tool: 'view_image', arguments: { path: `${run.workspace}/none.png` } },
      { say: 'done' },
    ],
    check: (run) => {
      assert.match(JSON.stringify(run.script.outputs[0]), /data:image\/png;base64,iVBOR/);
      assert.match(run.output(1), /No such file or directory \(os error 2\)/);
    },
  },
];
