import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_TERMINAL_SIZE } from '../../../../src/domain/processes/process-control.js';
import { eventually } from '../proc-inspection.js';
import { useProcessFixture } from '../process-runner-fixture.js';

describe.each([
  ['pipes', false],
  ['a terminal', true],
])('A process on %s', (_, terminal) => {
  const fixture = useProcessFixture(terminal);

  test('inherits no descriptor of the daemon', async () => {
    const server = createServer().listen(0);
    const before = inheritable();
    const other = await fixture.start(['bash', '-c', 'echo ready; sleep 60'], {
      terminal: DEFAULT_TERMINAL_SIZE,
    });
    await other.observer.said('ready');
    const observer = await fixture.run(['ls', '-l', '/proc/self/fd']);
    server.close();
    const held = [...observer.text().matchAll(/ (\d+) -> (.*)/g)]
      .filter(([, fd]) => Number(fd) > 2 && !before.has(Number(fd)))
      .map(([, , target]) => target);
    expect(held).toEqual([expect.stringMatching(/^\/proc\/\d+\/fd$/)]);
  });

  test('has no signal blocked or ignored', async () => {
    const observer = await fixture.script(
      `grep -E 'Sig(Blk|Ign)' /proc/self/status; yes | head -1 > /dev/null; echo \${PIPESTATUS[0]}`,
    );
    expect(observer.text()).toMatch(/^SigBlk:\t0+\nSigIgn:\t0+\n141\n$/);
  });

  test('leads a process group and a session', async () => {
    const [pid, group, session] = (await fixture.script('ps -o pid=,pgid=,sid= -p $$'))
      .text()
      .trim()
      .split(/ +/);
    expect([group, session]).toEqual([pid, pid]);
  });

  test('leaves no descriptor open in the daemon', async () => {
    await Promise.all(Array.from({ length: 10 }, () => fixture.run(['true'], { pipeStdin: true })));
    const before = openDescriptors();
    await Promise.all(
      Array.from({ length: 50 }, (_unused, index) =>
        fixture.run(['true'], { pipeStdin: index % 2 === 0 }),
      ),
    );
    const failing = { argv: ['no-such-program'] };
    await Promise.allSettled(Array.from({ length: 20 }, () => fixture.start(failing.argv)));
    // What makes FIFOs ready for later starts has some open for a moment.
    await eventually(() => openDescriptors() <= before);
  });
});

const openDescriptors = (): number => readdirSync('/proc/self/fd').length;

/** What the test's own process was started with and every child would get. */
const inheritable = (): Set<number> =>
  new Set(
    readdirSync('/proc/self/fdinfo')
      .map(Number)
      .filter((fd) => {
        try {
          const flags = /flags:\s+(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1];
          return (Number.parseInt(flags ?? '', 8) & 0o200_0000) === 0;
        } catch {
          return false;
        }
      }),
  );
