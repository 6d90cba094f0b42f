import { describe, expect, test } from '@jest/globals';
import { ClientConnection } from '../../../../src/application/connection/client-connection.js';
import { ActiveHttpRequests } from '../../../../src/application/use-cases/http/active-requests.js';
import { RecordingChannel } from '../../../fakes/recording-channel.js';

const connection = (): ClientConnection => new ClientConnection(new RecordingChannel());
const open = (): ActiveHttpRequests =>
  new ActiveHttpRequests({ maxHttpRequests: 2, maxBufferedBodyBytes: 10 });

describe('ActiveHttpRequests', () => {
  test('counts requests per connection, each once', () => {
    const [exchanges, one, other] = [open(), connection(), connection()];
    const end = exchanges.begin(one, 'a');
    exchanges.begin(one, undefined);

    expect(() => exchanges.begin(one, undefined)).toThrow(/at most 2/);
    expect(() => exchanges.begin(other, 'a')).not.toThrow();
    end();
    end();
    exchanges.begin(one, 'a');
    expect(() => exchanges.begin(one, undefined)).toThrow(/at most 2/);
  });

  test('refuses the id of a streamed request that is active', () => {
    const [exchanges, one] = [open(), connection()];
    const end = exchanges.begin(one, '');

    expect(() => exchanges.begin(one, '')).toThrow('requestId `` is already active');
    end();
    expect(() => exchanges.begin(one, '')).not.toThrow();
  });

  test('limits the buffered bytes of all connections and releases each reservation once', () => {
    const exchanges = open();
    const release = exchanges.reserveBytes(6);

    expect(() => exchanges.reserveBytes(5)).toThrow(/exceed 10 bytes/);
    exchanges.reserveBytes(4);
    release();
    release();
    expect(() => exchanges.reserveBytes(7)).toThrow(/exceed 10 bytes/);
    expect(() => exchanges.reserveBytes(6)).not.toThrow();
  });
});
