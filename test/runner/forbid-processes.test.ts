import childProcess from 'node:child_process';
import net from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { forbidProcessesAndSockets } from './forbid-processes.mjs';

let allow: () => void;
beforeEach(() => {
  allow = forbidProcessesAndSockets();
});
afterEach(() => allow());

describe('The group `unit`', () => {
  test.each<[string, () => unknown]>([
    ['spawn', () => childProcess.spawn('true')],
    ['execFile', () => childProcess.execFile('true')],
    ['fork', () => childProcess.fork('x.js')],
    ['spawnSync', () => childProcess.spawnSync('true')],
    ['execFileSync', () => childProcess.execFileSync('true')],
    ['execSync', () => childProcess.execSync('true')],
    ['createServer().listen', () => net.createServer().listen(0)],
    ['connect', () => net.connect(1)],
  ])('forbids %s', (_, act) => {
    expect(act).toThrow('no process and no socket there');
  });
});
