import { describe, expect, test } from '@jest/globals';
import { ClientConnection } from '../../../../src/application/connection/client-connection.js';
import { ActiveHttpRequests } from '../../../../src/application/use-cases/http/active-requests.js';
import { RecordingChannel } from '../../../fakes/recording-channel.js';

const connection = (): ClientConnection => new ClientConnection(new RecordingChannel());
const open = (): ActiveHttpRequests =>
  new ActiveHttpRequests({ maxHttpRequests: 2, maxBufferedBodyBytes: 10 });

describe('What is under way', () => {
  test('is counted for each connection', () => {
    const [exchanges, one, other] = [open(), connection(), connection()];
    const leave = exchanges.begin(one, 'a');
    exchanges.begin(one, undefined);

    expect(() => exchanges.begin(one, undefined)).toThrow(/at most 2/);
    expect(() => exchanges.begin(other, 'a')).not.toThrow();
    leave();
    leave();
    exchanges.begin(one, 'a');
    expect(() => exchanges.begin(one, undefined)).toThrow(/at most 2/);
  });

  test('has ids of its own as long as it is streamed', () => {
    const [exchanges, one] = [open(), connection()];
    const leave = exchanges.begin(one, '');

    expect(() => exchanges.begin(one, '')).toThrow(
      'http/request streamResponse requestId `` is already active',
    );
    leave();
    expect(() => exchanges.begin(one, '')).not.toThrow();
  });

  test('has so much memory altogether, and gives back what it had once', () => {
    const exchanges = open();
    const letGo = exchanges.reserveBytes(6);

    expect(() => exchanges.reserveBytes(5)).toThrow(/more than 10 bytes/);
    exchanges.reserveBytes(4);
    letGo();
    letGo();
    expect(() => exchanges.reserveBytes(7)).toThrow(/more than 10 bytes/);
    expect(() => exchanges.reserveBytes(6)).not.toThrow();
  });
});
