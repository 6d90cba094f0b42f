const INIT = { clientName: 'conformance' };
const ASK = { method: 'environment/status' };

/** Each is sent as it stands; what answers it has the id −1, and the connection stays. */
const MALFORMED = {
  array: '[]',
  batch: '[{"id":1,"method":"environment/status"}]',
  number: '1',
  string: '"x"',
  null: 'null',
  empty: '',
  blank: ' ',
  garbage: 'garbage',
  'cut off': '{"id":1',
  'two documents': '{"id":1,"method":"environment/status"} {}',
  'byte order mark': '\ufeff{"id":1,"method":"environment/status"}',
  'not a number': '{"id":NaN,"method":"environment/status"}',
  'trailing comma': '{"id":1,"method":"environment/status",}',
  'empty object': '{}',
  'id alone': '{"id":1}',
  'method that is a number': '{"id":1,"method":2}',
  'id null': '{"id":null,"method":"environment/status"}',
  'id float': '{"id":1.0,"method":"environment/status"}',
  'id exponent': '{"id":1e2,"method":"environment/status"}',
  'id boolean': '{"id":true,"method":"environment/status"}',
  'id object': '{"id":{},"method":"environment/status"}',
  'id too large': '{"id":9223372036854775808,"method":"environment/status"}',
  'id too small': '{"id":-9223372036854775809,"method":"environment/status"}',
  'key twice': '{"id":1,"id":2,"method":"environment/status"}',
  'key twice inside': '{"id":1,"method":"environment/status","params":{"a":1,"a":2}}',
  'key twice, escaped': '{"id":1,"method":"environment/status","params":{"a":1,"\\u0061":2}}',
  'too deep': `{"id":1,"method":"environment/status","params":${'['.repeat(127)}${']'.repeat(127)}}`,
  'control character': '{"id":1,"method":"environment/status\n"}',
  'lone surrogate': '{"id":1,"method":"\\ud800"}',
  'trace that is a string': '{"id":1,"method":"environment/status","trace":"x"}',
  'traceparent that is a number':
    '{"id":1,"method":"environment/status","trace":{"traceparent":1}}',
  'error without message': '{"id":1,"error":{"code":1}}',
};

const IDS = [
  '0',
  '-1',
  '"text"',
  '""',
  '"é\\u00e9\\""',
  '9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
];

const ODD_BUT_FINE = {
  'white space around': ' \n{"id":1,"method":"environment/status"}\t\r\n',
  'jsonrpc of any value': '{"jsonrpc":7,"id":1,"method":"environment/status"}',
  'unknown members': '{"id":1,"method":"environment/status","more":[{}]}',
  'a result beside the method': '{"id":1,"method":"environment/status","result":{}}',
  'trace null': '{"id":1,"method":"environment/status","trace":null}',
  'trace of nonsense': '{"id":1,"method":"environment/status","trace":{"traceparent":"x"}}',
  'escapes in names': '{"\\u0069d":1,"m\\u0065thod":"environment/status"}',
  'deep enough': `{"id":1,"method":"x","params":${'['.repeat(126)}${']'.repeat(126)}}`,
};

/** What ends a connection when it is sent. */
const OFFENCES = {
  'unknown notification': '{"method":"no/such"}',
  'initialize as a notification': '{"method":"initialize","params":{"clientName":"x"}}',
  'a result nobody asked for': '{"id":1,"result":{}}',
  'an error nobody asked for': '{"id":1,"error":{"code":1,"message":"x"}}',
  'a process method as a notification': '{"method":"process/terminate","params":{"processId":"p"}}',
};

/** The shape of messages, below any method. */
export const MESSAGES = [
  {
    name: 'malformed-messages',
    run: async (talk) => {
      const wire = await talk.session();
      for (const [label, text] of Object.entries(MALFORMED)) {
        wire.send(text);
        talk.note(label, await wire.answer(-1));
      }
      await talk.ask(wire, 'the connection is still there', 'environment/status');
    },
  },
  {
    name: 'ids',
    run: async (talk) => {
      const wire = await talk.session();
      const socket = wire.socket;
      for (const id of IDS) {
        const raw = new Promise((resolve) => socket.once('message', (data) => resolve(`${data}`)));
        wire.send(`{"id":${id},"method":"environment/status"}`);
        talk.note(`id ${id}`, await raw);
      }
    },
  },
  {
    name: 'odd-messages',
    run: async (talk) => {
      const wire = await talk.session();
      for (const [label, text] of Object.entries(ODD_BUT_FINE)) {
        wire.send(text);
        talk.note(label, await wire.answer(1));
      }
      wire.send(Buffer.from('{"id":"binary","method":"environment/status"}'));
      talk.note('a binary message', await wire.answer('binary'));
      wire.socket.send('{"id":"parts",', { fin: false });
      wire.socket.ping();
      wire.socket.send('"method":"environment/status"}', { fin: true });
      talk.note('a message in fragments', await wire.answer('parts'));
      await talk.ask(wire, 'unknown method', 'no/such');
      await talk.ask(wire, 'empty method', '');
      await talk.ask(wire, 'a notification of the server as a request', 'process/output', {});
      await talk.ask(wire, 'network/policyRequest', 'network/policyRequest', {});
      await talk.ask(wire, 'capabilities/loadDiscoveries', 'capabilities/loadDiscoveries', {});
      wire.socket.ping('payload');
      const pong = await new Promise((resolve) => wire.socket.once('pong', resolve));
      talk.note('a pong', `${pong}`);
    },
  },
  {
    name: 'offences',
    run: async (talk) => {
      for (const [label, text] of Object.entries(OFFENCES)) {
        const wire = await talk.session();
        wire.send(text);
        talk.note(label, await wire.closed());
      }
      const early = await talk.connect();
      early.send({ method: 'initialized' });
      talk.note('initialized before initialize', await early.closed());
      const polite = await talk.session();
      polite.socket.close(1000);
      talk.note('a close of the client', await polite.closed());
    },
  },
  {
    name: 'pipelined',
    run: async (talk) => {
      const wire = await talk.connect();
      wire.send({ id: 1, method: 'initialize', params: INIT });
      wire.send({ method: 'initialized' });
      const start = talk.start({ argv: ['cat'], pipeStdin: true });
      wire.send({ id: 2, method: 'process/start', params: start });
      for (let id = 3; id < 23; id++) {
        const chunk = Buffer.from(`line ${id}\n`).toString('base64');
        wire.send({
          id,
          method: 'process/write',
          params: { processId: 'p', chunk, writeId: `${id}` },
        });
      }
      wire.send({ id: 23, ...ASK });
      for (let id = 2; id <= 23; id++) {
        talk.note(`answer ${id}`, await wire.answer(id));
      }
      let text = '';
      await wire.until(() => {
        text = wire.events.map(({ params }) => Buffer.from(params.chunk ?? '', 'base64')).join('');
        return text.endsWith('line 22\n') || undefined;
      });
      talk.note('echo', text);
    },
  },
];
