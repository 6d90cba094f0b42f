import { execFileSync, spawnSync } from 'node:child_process';
import { expect } from '@jest/globals';
import { testNeeding } from '../../support/needing.js';
import { startedBy } from '../started-by.js';

/** Terminals of its own, of which there may be one at first, and that is taken. */
const OWN_TERMINALS = [
  'mount -t devpts -o newinstance,ptmxmode=666,max=1 devpts /dev/pts',
  'mount --bind /dev/pts/ptmx /dev/ptmx',
  'exec 9<> /dev/ptmx',
];
const inOwnNamespace = (script: readonly string[]): [string, ...string[]] => [
  'unshare',
  '--mount',
  'sh',
  '-c',
  script.join(' && '),
  'sh',
];
const [file, ...args] = inOwnNamespace(OWN_TERMINALS);
const canBeMade = spawnSync(file, args).status === 0;

testNeeding('a mount namespace', canBeMade)(
  'process/start fails with ENOSPC without a free terminal and succeeds with one',
  async () => {
    const daemon = await startedBy(inOwnNamespace([...OWN_TERMINALS, 'exec "$@"']));
    const { client, pid } = daemon;
    try {
      for (let time = 0; time < 2; time++) {
        const start = client.run('true', [], { tty: true });
        await expect(start).rejects.toThrow(
          'No space left on device (os error 28): no more terminals can be made',
        );
        allow(pid, 10);
        await client.run('true', [], { tty: true });
        allow(pid, 1);
      }
    } finally {
      await daemon.stop();
    }
  },
);

const allow = (pid: number, most: number): void => {
  const remount = ['mount', '-o', `remount,max=${most}`, '/dev/pts'];
  execFileSync('nsenter', ['--mount', '--target', String(pid), ...remount]);
};
