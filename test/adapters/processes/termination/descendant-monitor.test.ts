import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { DescendantMonitor } from '../../../../src/adapters/processes/termination/descendant-monitor.js';
import { ProcessTree } from '../../../../src/adapters/processes/termination/process-tree.js';
import { SessionKiller } from '../../../../src/adapters/processes/termination/session-killer.js';
import { silentLogger } from '../../../../src/main/silent-logger.js';
import { allEnded, eventually, sessionMembers } from '../proc-inspection.js';

const sweep = new SessionKiller(silentLogger);

/** The tree of a script that has ended. */
const treeOf = async (script: string): Promise<ProcessTree> => {
  const child = spawn('bash', ['-c', script], { detached: true, stdio: 'ignore' });
  const tree = new ProcessTree(child.pid ?? 0, false, sweep);
  await once(child, 'exit');
  tree.leaderExited();
  return tree;
};

test('DescendantMonitor reports the trees that are empty and keeps the others until killAll', async () => {
  const gone: number[] = [];
  const leftBehind = new DescendantMonitor((trees) => gone.push(...trees.map(({ pid }) => pid)));
  const [empty, other, full] = [
    await treeOf('true'),
    await treeOf('true'),
    await treeOf('set -m; sleep 60 &'),
  ];
  for (const tree of [empty, full, other]) {
    leftBehind.add(tree);
  }
  await eventually(() => gone.length > 0);
  expect(gone).toEqual([empty.pid, other.pid]);
  expect([empty, full, other].map((tree) => tree.mayHaveDescendants())).toEqual([
    false,
    true,
    false,
  ]);
  const members = sessionMembers(full.pid);
  expect(members).toHaveLength(1);
  leftBehind.killAll();
  await allEnded(members);
});
