import {
  type HttpClientSubject,
  httpClientContract,
} from '../../contracts/http-client-contract.js';
import { FakeHttpClient } from '../../fakes/fake-http-client.js';
import { settled } from '../../support/settled.js';
import { upstreamSubject } from './upstream-subject.js';

httpClientContract('undici', upstreamSubject);

httpClientContract('fake', async (): Promise<HttpClientSubject> => {
  const client = new FakeHttpClient();
  const until = async (isThere: () => boolean): Promise<void> => {
    while (!isThere()) {
      await settled();
    }
  };
  return {
    client,
    url: new URL('http://example.test/'),
    reply: (answer) => {
      client.reply = () => answer;
    },
    arrived: () => until(() => client.requests.length > 0),
    brokenOff: () => until(() => client.brokenOff > 0),
    [Symbol.asyncDispose]: () => client.dispose(),
  };
});
