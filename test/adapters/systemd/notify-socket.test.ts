import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openNotifySocket } from '../../../src/adapters/systemd/notify-socket.js';
import { DatagramReceiver } from '../../support/sockets/datagram-receiver.js';

const directory = mkdtempSync(join(tmpdir(), 'notify-'));
afterAll(() => rmSync(directory, { recursive: true }));

const sockets = (): readonly string[] =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith('socket:');
    } catch {
      return false;
    }
  });

describe.each([
  ['a path', join(directory, 'notify')],
  ['an abstract name', `@exec-server-${process.pid}`],
])('Notify socket at %s', (_, address) => {
  test('receives datagrams whole and in order', async () => {
    await using receiver = new DatagramReceiver(address);
    const send = await openNotifySocket(address);
    expect(send('READY=1\nSTATUS=ä')).toBe('sent');
    expect(send('WATCHDOG=1')).toBe('sent');
    expect(await receiver.next()).toBe('READY=1\nSTATUS=ä');
    expect(await receiver.next()).toBe('WATCHDOG=1');
  });
});

describe('Notify socket', () => {
  test('is busy, and does not wait, when the receiver has not read what was sent', async () => {
    const address = `@exec-server-busy-${process.pid}`;
    await using _receiver = new DatagramReceiver(address);
    const send = await openNotifySocket(address);
    // net.unix.max_dgram_qlen is 512 at most where systemd sets it.
    const results = Array.from({ length: 2000 }, () => send('WATCHDOG=1'));
    expect(results[0]).toBe('sent');
    expect(results.at(-1)).toBe('busy');
  });

  test('tells the error when nobody listens', async () => {
    const send = await openNotifySocket(join(directory, 'nobody'));
    expect(send('READY=1')).toEqual({ errno: 2 });
  });

  test('is not inherited by children', async () => {
    const before = sockets();
    await openNotifySocket('@exec-server-nobody');
    const [added] = sockets().filter((fd) => !before.includes(fd));
    expect(added).toBeDefined();
    const inherited = execFileSync('ls', ['/proc/self/fd'], { encoding: 'utf8' }).split('\n');
    expect(inherited).not.toContain(added);
  });

  test.each(['vsock:2:1', 'relative', '', `/${'x'.repeat(108)}`, `@${'x'.repeat(108)}`])(
    'refuses %j as an address',
    async (address) => {
      await expect(openNotifySocket(address)).rejects.toThrow(address);
    },
  );
});
