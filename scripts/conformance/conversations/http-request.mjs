import { ENCODED_CONTENTS } from '../encoded-contents.mjs';
import { startUpstream } from '../upstream.mjs';

/** Requests from where the daemon runs, to a server on loopback. */
export const HTTP_REQUEST = [
  {
    name: 'http-request',
    run: async (talk) => {
      const upstream = await startUpstream();
      talk.onClose(upstream.close);
      const wire = await talk.session();
      const base = { method: 'GET', requestId: 'r' };
      const ask = async (label, path, more) => {
        const url = /^\w+:/.test(path) ? path : `${upstream.url}${path}`;
        const answer = await wire.request('http/request', { ...base, url, ...more });
        talk.note(label, readable(answer));
      };
      const header = (name, value, more) => ({ headers: [{ name, value, ...more }] });
      await ask('get', '/echo');
      await ask('post', '/echo', { method: 'POST', bodyBase64: 'aGVsbG8=' });
      await ask('post nothing', '/echo', { method: 'POST' });
      await ask('an empty body', '/echo', { method: 'POST', bodyBase64: '' });
      await ask('a body on get', '/echo', { bodyBase64: 'aGVsbG8=' });
      await ask('odd method', '/echo', { method: 'pUrGe' });
      await ask('head', '/echo', { method: 'HEAD' });
      await ask('headers', '/echo', {
        headers: [
          { name: 'X-One', value: '1' },
          { name: 'x-two', value: 'a' },
          { name: 'X-TWO', value: 'b' },
          { name: 'Accept', value: 'text/plain' },
          { name: 'User-Agent', value: 'me' },
        ],
      });
      await ask('own host', '/echo', header('Host', 'other.example'));
      await ask('an empty value', '/echo', header('x-empty', ''));
      await ask('a value that is not ASCII', '/echo', header('x-u', 'ü'));
      await ask(
        'from the environment',
        '/echo',
        header('authorization', 'Bearer ', { valueEnvVar: 'CONFORMANCE_HEADER' }),
      );
      await ask(
        'from a variable that is unset',
        '/echo',
        header('x', '', { valueEnvVar: 'NO_SUCH_VARIABLE' }),
      );
      await ask('user and password', upstream.url.replace('//', '//user:pass@').concat('/echo'));
      await ask('a fragment', '/echo#part');
      await ask('a query', '/echo?a=b&c=%20d e');
      for (const status of [200, 201, 204, 304, 404, 500]) {
        await ask(`status ${status}`, `/status/${status}`);
      }
      await ask('repeated headers', '/headers');
      for (const name of Object.keys(ENCODED_CONTENTS)) {
        await ask(`encoded: ${name}`, `/encoded/${name}`);
      }
      await ask('encoded: gzip, head', '/encoded/gzip', { method: 'HEAD' });
      await ask('encoded: gzip, unasked', '/encoded/gzip', header('accept-encoding', 'identity'));
      await ask('own accept-encoding', '/echo', header('Accept-Encoding', 'br'));
      await ask('bytes', '/bytes');
      await ask('large body', '/large');
      for (const status of [300, 301, 302, 303, 307, 308]) {
        await ask(`redirect ${status}`, `/redirect/${status}`);
        await ask(`redirect ${status} of a post`, `/redirect/${status}`, {
          method: 'POST',
          bodyBase64: 'aGk=',
        });
      }
      await ask('redirect, stop', '/redirect/302', { redirectPolicy: 'stop' });
      await ask('redirect without location', '/redirect-nowhere');
      await ask('redirect to another scheme', '/redirect-ftp');
      await ask('redirect for ever', '/loop');
      await ask(
        'redirect to another origin',
        '/redirect-other',
        header('authorization', 'Bearer x'),
      );
      await ask('cut off', '/cut');
      await ask('too late', '/slow', { timeoutMs: 1500 });
      await ask('body too late', '/slow-body', { timeoutMs: 2000 });
      await ask('timeout 0', '/echo', { timeoutMs: 0 });
      await ask('refused', 'http://127.0.0.1:1/');
      await ask('no such host', 'http://no-such-host.invalid/');
      await ask('no method', '/echo', { method: '' });
      await ask('a method with a blank', '/echo', { method: 'A B' });
      await ask('no url', '', { url: '' });
      await ask('a relative url', '', { url: '/x' });
      await ask('no host', '', { url: 'http://' });
      await ask('another scheme', '', { url: 'ftp://host/' });
      await ask('a file', '', { url: 'file:///etc/passwd' });
      await ask('a bad header name', '/echo', header('a b', 'x'));
      await ask('an empty header name', '/echo', header('', 'x'));
      await ask('a bad header value', '/echo', header('x', 'a\nb'));
      await ask('no base64', '/echo', { method: 'POST', bodyBase64: '!' });
      await ask('another redirect policy', '/echo', { redirectPolicy: 'never' });
    },
  },
  {
    name: 'http-stream',
    run: async (talk) => {
      const upstream = await startUpstream();
      talk.onClose(upstream.close);
      const wire = await talk.session();
      const stream = async (label, path, more) => {
        const url = path.includes('://') ? path : `${upstream.url}${path}`;
        const params = { method: 'GET', url, requestId: label, streamResponse: true, ...more };
        const answer = await wire.request('http/request', params);
        talk.note(label, readable(answer));
        if (answer.error) {
          return;
        }
        const own = () => wire.events.filter(({ params }) => params.requestId === label);
        await wire.until(() => own().find(({ params }) => params.done));
        const deltas = own().map(({ params }) => params);
        talk.note(`${label}, streamed`, {
          body: digest(
            Buffer.concat(deltas.map(({ deltaBase64 }) => Buffer.from(deltaBase64, 'base64'))),
          ),
          isWithoutHole: deltas.every(({ seq }, index) => seq === index + 1),
          last: { ...deltas.at(-1), seq: '<seq>' },
        });
      };
      await stream('short', '/echo');
      await stream('nothing', '/status/204');
      await stream('large', '/large');
      await stream('in pieces', '/pieces');
      await stream('cut off', '/cut');
      await stream('refused', 'http://127.0.0.1:1/');
      for (const name of Object.keys(ENCODED_CONTENTS)) {
        await stream(`encoded: ${name}`, `/encoded/${name}`);
      }
      await stream('body too late', '/slow-body', { timeoutMs: 2000 });
      await stream('head', '/echo', { method: 'HEAD' });
      const held = {
        method: 'GET',
        url: `${upstream.url}/held`,
        requestId: 'held',
        streamResponse: true,
      };
      await wire.request('http/request', held);
      await talk.ask(wire, 'the id is in use', 'http/request', held);
      const buffered = await wire.request('http/request', {
        ...held,
        url: `${upstream.url}/status/200`,
        streamResponse: false,
      });
      talk.note('buffered with the same id', readable(buffered));
      wire.close();
      talk.note('a disconnect ends it', await upstream.heldClosed);
    },
  },
];

function readable(answer) {
  if (!answer.result) {
    return answer;
  }
  const { bodyBase64, headers, ...rest } = answer.result;
  return {
    ...rest,
    headers: headers.map(({ name, value }) => `${name}: ${value}`),
    body: digest(Buffer.from(bodyBase64, 'base64')),
  };
}

function digest(bytes) {
  return bytes.length > 4000 ? `${bytes.length} bytes` : bytes.toString('latin1');
}
