const sh = (script) => ({ argv: ['/bin/sh', '-c', script] });
const base64 = (text) => Buffer.from(text).toString('base64');

/** Reading, writing, signalling and ending processes that run. */
export const PROCESS_CONTROL = [
  {
    name: 'read',
    run: async (talk) => {
      const wire = await talk.session();
      await talk.ask(wire, 'unknown process', 'process/read', { processId: 'none' });
      const script = 'echo one; sleep 0.3; echo two >&2; sleep 0.3; echo three; exit 5';
      await wire.request('process/start', talk.start(sh(script)));
      const read = (label, more) =>
        talk.ask(wire, label, 'process/read', { processId: 'p', ...more });
      await read('first chunk, waited for', { waitMs: 10_000 });
      await read('second, waited for', { afterSeq: 1, waitMs: 10_000 });
      await talk.outcome(wire, 'outcome', 'p');
      await read('all');
      await read('nulls', { afterSeq: null, maxBytes: null, waitMs: null });
      for (const maxBytes of [0, 1, 4, 7, 8, 9, 1000]) {
        await read(`budget ${maxBytes}`, { maxBytes });
      }
      for (const afterSeq of [1, 2, 3, 4, 5, 6, 100]) {
        await read(`after ${afterSeq}`, { afterSeq });
      }
      await read('after 4 with a budget', { afterSeq: 4, maxBytes: 10 });
      await read('after the exit, waiting', { afterSeq: 4, waitMs: 5000 });
      await read('after the end, waiting', { afterSeq: 5, waitMs: 5000 });
      await read('largest numbers', { afterSeq: 0, maxBytes: 2 ** 53, waitMs: 2 ** 53 });
    },
  },
  {
    name: 'long-polls',
    run: async (talk) => {
      const wire = await talk.session();
      const script = 'until [ -e go ]; do sleep 0.02; done; (sleep 0.4; echo late) & exit 2';
      await wire.request('process/start', talk.start(sh(script)));
      const read = (label, more) =>
        talk.ask(wire, label, 'process/read', { processId: 'p', ...more });
      await read('nothing within 100 ms', { waitMs: 100 });
      await read('beyond the end within 100 ms', { afterSeq: 50, waitMs: 100 });
      await talk.put('go');
      await read('the exit wakes', { waitMs: 10_000 });
      const late = await wire.request('process/read', {
        processId: 'p',
        afterSeq: 1,
        waitMs: 10_000,
      });
      talk.note('an exit that is known does not', late.result?.chunks);
      await talk.outcome(wire, 'outcome', 'p');
    },
  },
  {
    name: 'write',
    run: async (talk) => {
      const wire = await talk.session();
      const write = (label, processId, text, writeId = label, chunk = base64(text)) =>
        talk.ask(wire, label, 'process/write', { processId, chunk, writeId });
      await write('unknown process', 'none', 'x');
      await wire.request('process/start', talk.start({ processId: 'closed', ...sh('sleep 0.2') }));
      await write('without pipe', 'closed', 'x');
      const script = 'read a; read b; echo "$a,$b"; exec sleep 0.3';
      const start = { processId: 'piped', ...sh(script), pipeStdin: true };
      await wire.request('process/start', talk.start(start));
      await write('accepted', 'piped', 'one\n', '1');
      await write('again', 'piped', 'one\n', '1');
      await write('again with other bytes', 'piped', 'other\n', '1');
      await write('empty write id', 'piped', 'x', '');
      await write('empty chunk', 'piped', '', 'empty');
      await write('no base64', 'piped', '', 'bad', '!!!!');
      await write('base64 without padding', 'piped', '', 'bad', 'YQ');
      await write('base64 with stray bits', 'piped', '', 'bad', 'YR==');
      await write('url-safe base64', 'piped', '', 'bad', '-_-_');
      await write('second line', 'piped', 'two\n', '2');
      await talk.outcome(wire, 'outcome', 'piped');
      await write('after the end', 'piped', 'x', '3');
      await write('after the end, again', 'piped', 'two\n', '2');
      await talk.outcome(wire, 'outcome without pipe', 'closed');
      await write('without pipe, after the end', 'closed', 'x', '4');
    },
  },
  {
    name: 'signal-and-terminate',
    run: async (talk) => {
      const wire = await talk.session();
      const of = (processId) => ({ processId });
      const signal = (label, id, name = 'interrupt') =>
        talk.ask(wire, label, 'process/signal', { processId: id, signal: name });
      await signal('signal to none', 'none');
      await signal('another signal', 'none', 'kill');
      await signal('a signal as a map', 'none', { interrupt: null });
      await signal('a signal as a map of a map', 'none', { interrupt: {} });
      await talk.ask(wire, 'terminate none', 'process/terminate', of('none'));
      for (const tty of [false, true]) {
        const kind = tty ? 'terminal' : 'pipes';
        const run = async (name, script) => {
          await wire.request('process/start', talk.start({ processId: name, ...sh(script), tty }));
          await wire.until(() => wire.events.find(({ params }) => params.processId === name));
        };
        await run(
          `i-${kind}`,
          'trap "echo caught; exit 9" INT; echo ready; while :; do sleep 0.05; done',
        );
        await signal(`interrupt, ${kind}`, `i-${kind}`);
        await talk.outcome(wire, `interrupted, ${kind}`, `i-${kind}`);
        await signal(`interrupt after the end, ${kind}`, `i-${kind}`);
        await run(`d-${kind}`, 'echo ready; exec sleep 60');
        await signal(`interrupt by default, ${kind}`, `d-${kind}`);
        await talk.outcome(wire, `interrupted by default, ${kind}`, `d-${kind}`);
        await run(`t-${kind}`, 'trap "echo caught" TERM HUP INT; echo ready; sleep 60; sleep 60');
        await talk.ask(wire, `terminate, ${kind}`, 'process/terminate', of(`t-${kind}`));
        await talk.outcome(wire, `terminated, ${kind}`, `t-${kind}`);
        await talk.ask(wire, `terminate again, ${kind}`, 'process/terminate', of(`t-${kind}`));
        await run(`g-${kind}`, 'echo ready; sleep 60 & sleep 60');
        await talk.ask(wire, `terminate the group, ${kind}`, 'process/terminate', of(`g-${kind}`));
        await talk.outcome(wire, `group terminated, ${kind}`, `g-${kind}`);
      }
    },
  },
  {
    name: 'terminals',
    run: async (talk) => {
      const wire = await talk.session();
      const play = (label, params) =>
        talk.play(wire, label, { processId: label, tty: true, ...params });
      await play('both streams', sh('echo out; echo err >&2; exit 7'));
      await play('is a terminal', sh('test -t 0 && test -t 1 && test -t 2 && stty size'));
      await play('type', sh('echo "[$TERM]"'));
      await play('killed', sh('kill -9 $$'));
      await play('arg0', { ...sh('echo $0'), arg0: 'renamed' });
      await play('much output', sh('seq 1 20000'));
      const typed = talk.start({
        processId: 'typed',
        tty: true,
        ...sh('read x; echo "got:$x"; cat; echo over'),
      });
      await wire.request('process/start', typed);
      const write = (text, writeId) =>
        talk.ask(wire, `write ${writeId}`, 'process/write', {
          processId: 'typed',
          chunk: base64(text),
          writeId,
        });
      await write('hello\n', 'line');
      await wire.until(() => heard(wire, 'typed').includes('got:hello') || undefined);
      await write('\x04', 'end of file');
      await talk.outcome(wire, 'typed', 'typed');
    },
  },
];

function heard(wire, processId) {
  return wire.events
    .filter(({ params }) => params.processId === processId && params.chunk)
    .map(({ params }) => Buffer.from(params.chunk, 'base64').toString())
    .join('');
}
