const INIT = { clientName: 'conformance' };
const ONE_OF_EACH_FAMILY = {
  'process/read': { processId: 'p' },
  'fs/getMetadata': { path: 'file:///' },
  'http/request': { method: 'GET', url: 'http://127.0.0.1:1/', requestId: 'r' },
  'environment/info': undefined,
  'environment/status': undefined,
  'environmentConfig/read': { cwd: 'file:///', configPaths: [['a']], requirementsPaths: [] },
  'capabilityRoots/discoverV1': { roots: [] },
  'capabilities/discoverV2': { cwd: 'file:///' },
};

/** Initialize, the states around it, and what becomes of sessions. */
export const LIFECYCLE = [
  {
    name: 'states',
    run: async (talk) => {
      const wire = await talk.connect();
      for (const [method, params] of Object.entries(ONE_OF_EACH_FAMILY)) {
        await talk.ask(wire, `before initialize: ${method}`, method, params);
      }
      const { result } = await wire.request('initialize', INIT);
      talk.note('initialize', { ...result, environmentInfo: typeof result.environmentInfo });
      for (const [method, params] of Object.entries(ONE_OF_EACH_FAMILY)) {
        await talk.ask(wire, `before initialized: ${method}`, method, params);
      }
      await talk.ask(wire, 'initialize twice', 'initialize', INIT);
      wire.send({ method: 'initialized', params: [1, 2] });
      wire.send({ method: 'initialized' });
      await talk.ask(wire, 'initialized', 'environment/status');
      await talk.ask(wire, 'initialized as a request', 'initialized', {});
      await talk.ask(wire, 'initialize late', 'initialize', INIT);
    },
  },
  {
    name: 'environment-info',
    run: async (talk) => {
      const wire = await talk.session();
      const { result } = await wire.request('environment/info', {});
      for (const [field, value] of Object.entries(result)) {
        if (field !== 'capabilities') {
          talk.note(field, value);
        }
      }
      for (const [flag, value] of Object.entries(result.capabilities)) {
        talk.note(`capability ${flag}`, value);
      }
      for (const method of ['environment/info', 'environment/status']) {
        for (const params of [null, [], { a: 1 }, 'x', 1, true]) {
          const { error, result } = await wire.request(method, params);
          talk.note(`${method} of ${JSON.stringify(params)}`, error?.code ?? typeof result);
        }
      }
    },
  },
  {
    name: 'sessions',
    run: async (talk) => {
      const first = await talk.session();
      const resume = (id) => ({ ...INIT, resumeSessionId: id });
      const other = await talk.connect();
      await talk.ask(other, 'attached already', 'initialize', resume(first.sessionId));
      await talk.ask(other, 'unknown', 'initialize', resume('no-such-session'));
      await talk.ask(other, 'empty', 'initialize', resume(''));
      const upper = await other.request('initialize', resume(first.sessionId.toUpperCase()));
      talk.note('upper case', upper.error?.code);
      const answer = await other.request('initialize', resume(null));
      talk.note('a failed one can be tried again', answer.result?.sessionId !== first.sessionId);
    },
  },
  {
    name: 'resume',
    run: async (talk) => {
      const first = await talk.session();
      const script = 'echo before; until [ -e go ]; do sleep 0.02; done; echo after; exit 3';
      const start = talk.start({ argv: ['/bin/sh', '-c', script] });
      await talk.ask(first, 'start', 'process/start', start);
      await first.until(() => first.events[0]);
      first.close();
      const second = await talk.connect();
      const params = { clientName: 'another name', resumeSessionId: first.sessionId };
      const resumed = await retry(second, params);
      talk.note('resumed with the same id', resumed.result?.sessionId === first.sessionId);
      await talk.ask(second, 'not initialized yet', 'process/read', { processId: 'p' });
      await talk.put('go');
      await second.until(() => second.events.find(({ method }) => method === 'process/closed'));
      talk.note('events come without initialized', second.events);
      second.send({ method: 'initialized' });
      await talk.ask(second, 'all of it', 'process/read', { processId: 'p' });
      await talk.ask(second, 'the id is still taken', 'process/start', start);
      const stranger = await talk.session();
      await talk.ask(stranger, 'of another session', 'process/read', { processId: 'p' });
    },
  },
];

/** The old connection's end may take a moment to be seen. */
async function retry(wire, params) {
  const answer = await wire.request('initialize', params);
  return answer.error?.code === -32_010 ? await retry(wire, params) : answer;
}
