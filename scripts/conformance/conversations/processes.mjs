const BASH = { name: 'bash', path: '/bin/bash' };
const sh = (script) => ({ argv: ['/bin/sh', '-c', script] });

/** Starting processes: what is refused, and what the process finds. */
export const PROCESSES = [
  {
    name: 'start-errors',
    run: async (talk) => {
      await talk.put('file', 'text');
      await talk.put('no-interpreter', '#!/no/such/interpreter\n');
      await talk.put('plain-text', 'echo no\n');
      await talk.put('elf', '\x7fELF and no more');
      await talk.launchable('no-interpreter', 'plain-text', 'elf');
      const wire = await talk.session();
      const start = async (label, params) => {
        for (const tty of [false, true]) {
          const name = tty ? `${label}, on a terminal` : label;
          await talk.play(wire, name, { processId: name, tty, ...params });
        }
      };
      await start('no program', { argv: [] });
      await start('empty program', { argv: [''] });
      await start('only the start of an ELF file', { argv: [talk.path('elf')] });
      await start('missing program', { argv: ['/no/such/program'] });
      await start('missing on the path', { argv: ['no-such-program'] });
      await start('directory as program', { argv: ['/'] });
      await start('not executable', { argv: [talk.path('file')] });
      await start('missing interpreter', { argv: [talk.path('no-interpreter')] });
      await start('not a program', { argv: [talk.path('plain-text')] });
      await start('missing directory', { argv: ['true'], cwd: talk.uri('missing') });
      await start('file as directory', { argv: ['true'], cwd: talk.uri('file') });
      await start('foreign host', { argv: ['true'], cwd: 'file://host/tmp' });
      await start('drive letter', { argv: ['true'], cwd: 'file:///C:/tmp' });
      await start('other scheme', { argv: ['true'], cwd: 'http://host/' });
      await start('plain path as directory', { argv: ['true'], cwd: '/tmp' });
      await start('nul in an argument', { argv: ['echo', 'a\0b'] });
      await start('nul in a value', { argv: ['true'], env: { A: 'a\0b' } });
      await start('nul in a name', { argv: ['true'], env: { 'A\0': 'b' } });
      await start('argument too long', { argv: ['true', 'x'.repeat(140_000)] });
      await start('path without variable', { argv: ['true'], env: {} });
    },
  },
  {
    name: 'ids-of-processes',
    run: async (talk) => {
      const wire = await talk.session();
      await talk.play(wire, 'empty id', { processId: '', ...sh('echo fine') });
      await talk.play(wire, 'long id', { processId: 'x'.repeat(10_000), ...sh(':') });
      await talk.play(wire, 'odd id', { processId: '💥"\\\n', ...sh('echo fine') });
      await talk.ask(wire, 'first', 'process/start', talk.start(sh('sleep 60')));
      await talk.ask(wire, 'taken', 'process/start', talk.start(sh('true')));
      const foreign = talk.start({ ...sh('true'), cwd: 'file:///C:/' });
      await talk.ask(wire, 'taken and foreign', 'process/start', foreign);
      const missing = talk.start({ argv: ['/no/such'] });
      await talk.ask(wire, 'taken and missing', 'process/start', missing);
      await talk.ask(wire, 'terminate', 'process/terminate', { processId: 'p' });
      await talk.outcome(wire, 'ended', 'p');
      await talk.ask(wire, 'still taken', 'process/start', talk.start(sh('true')));
      const failing = talk.start({ processId: 'free', argv: ['/no/such'] });
      await talk.ask(wire, 'fails', 'process/start', failing);
      await talk.play(wire, 'free again', { processId: 'free', ...sh('echo fine') });
      const bad = talk.start({ processId: 'm', ...sh(':'), metadata: { threadId: 'no uuid' } });
      await talk.ask(wire, 'thread id that is no UUID', 'process/start', bad);
      const scope = { scopeId: '', shell: { name: 'sh', path: '/bin/sh' } };
      const snap = talk.start({ processId: 's', ...sh(':'), shellSnapshot: scope });
      await talk.ask(wire, 'empty scope of a snapshot', 'process/start', snap);
    },
  },
  {
    name: 'shell-snapshots',
    run: async (talk) => {
      const wire = await talk.session();
      const play = async (label, script, { shell, ...more } = {}) => {
        const shellSnapshot = { scopeId: 's', shell: { ...BASH, ...shell } };
        const params = { processId: label, shellSnapshot, ...more };
        await talk.play(wire, label, { argv: ['/bin/bash', '-lc', script], ...params });
      };
      await play('captured', 'echo $0; exit 3');
      await play('reused', 'echo $0; exit 3');
      await play('a value of the client', 'echo $VALUE', { env: { VALUE: 'mine' } });
      await play('another shell', 'true', { shell: { name: 'fish' } });
      await play('another shell, no login', '', { ...sh('true'), shell: { name: 'fish' } });
      const long = { scopeId: 'x'.repeat(257), shell: BASH };
      await talk.play(wire, 'long scope', { ...sh('true'), shellSnapshot: long });
      await talk.play(wire, 'long scope, no program', { argv: [], shellSnapshot: long });
    },
  },
  {
    name: 'what-a-process-finds',
    run: async (talk) => {
      await talk.put('tool', '#!/bin/sh\necho tool\n');
      await talk.launchable('tool');
      const wire = await talk.session();
      const play = (label, params) => talk.play(wire, label, { processId: label, ...params });
      await play('both streams', sh('echo out; echo err >&2; exit 7'));
      await play('binary output', sh("printf '\\000\\377\\200'"));
      await play('standard input is empty', { argv: ['cat'] });
      await play('real pipes', sh('echo a > /dev/stdout; echo b > /dev/stderr'));
      await play('its directory', { argv: ['pwd'], cwd: talk.uri('.') });
      await play('a relative program', { argv: ['./tool'], cwd: talk.uri('.') });
      await play('arg0', { argv: ['/bin/sh', '-c', 'echo $0'], arg0: 'renamed' });
      await play('arg0 of a shell', {
        argv: ['/bin/sh', '-c', 'tr "\\0" "\\n" < /proc/$$/cmdline'],
        arg0: 'renamed',
      });
      await play(
        'a group of its own',
        sh(
          'ps -o pid=,pgid=,sid= -p $$ | { read a b c; [ $a = $b ] && [ $b = $c ] && echo leader; }',
        ),
      );
      await play('killed', sh('kill -9 $$'));
      await play('terminated', sh('kill -15 $$'));
      await play('code 255', sh('exit 255'));
      await play('closes its output and goes on', sh('exec >&- 2>&-; sleep 0.1; exit 3'));
      await play('descriptors', sh('ls /proc/self/fd | wc -l'));
      await play('much output', sh('seq 1 20000'));
      await play('late output', sh('(sleep 0.2; echo late) & echo early'));
    },
  },
  {
    name: 'environments',
    run: async (talk) => {
      const wire = await talk.session();
      const policy = {
        inherit: 'none',
        ignoreDefaultExcludes: false,
        exclude: [],
        set: {},
        includeOnly: [],
      };
      const play = async (label, envPolicy, env = { PATH: '/usr/bin:/bin' }, tty = false) => {
        const script = 'env | grep -v "^_=\\|^SHLVL=\\|^PWD=\\|^OLDPWD=" | sort';
        const answer = await talk.playQuietly(
          wire,
          talk.start({ processId: label, ...sh(script), env, envPolicy, tty }),
        );
        talk.note(label, answer.stdout ?? answer.pty ?? answer);
      };
      await play('no policy');
      await play('no policy, odd names', undefined, { 'A B': '1', ü: 'ä', E: '' });
      await play('none', policy);
      await play('core', { ...policy, inherit: 'core' });
      await play('all', { ...policy, inherit: 'all' });
      await play('all, no default excludes', {
        ...policy,
        inherit: 'all',
        ignoreDefaultExcludes: true,
      });
      await play(
        'exclude',
        { ...policy, inherit: 'all', exclude: ['conformance_*', 'P?TH', 'LAN[G]'] },
        { X: '1' },
      );
      await play('set', { ...policy, set: { A: '1', SECRET_A: '2', LANG: 'C' } });
      await play('include only', {
        ...policy,
        inherit: 'all',
        set: { A: '1', B: '2' },
        includeOnly: ['A', 'L*'],
      });
      await play(
        'env wins',
        { ...policy, inherit: 'all', set: { A: '1' }, includeOnly: ['Z'] },
        { A: '2', MY_KEY: '3', PATH: '/bin' },
      );
      await play('on a terminal', undefined, { PATH: '/bin:/usr/bin' }, true);
      for (const field of Object.keys(policy)) {
        const { [field]: _, ...rest } = policy;
        await play(`policy without ${field}`, rest);
      }
      await play('unknown inherit', { ...policy, inherit: 'some' });
    },
  },
];
