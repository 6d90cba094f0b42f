import { describe, expect, test } from '@jest/globals';
import { ClientConnection } from '../../../../src/application/connection/client-connection.js';
import { HttpExchanges } from '../../../../src/application/use-cases/http/active-requests.js';
import { RecordingChannel } from '../../../fakes/recording-channel.js';

const connection = (): ClientConnection => new ClientConnection(new RecordingChannel());
const open = (): HttpExchanges => new HttpExchanges({ maxHttpRequests: 2, heldBodyBytes: 10 });

describe('What is under way', () => {
  test('is counted for each connection', () => {
    const [exchanges, one, other] = [open(), connection(), connection()];
    const leave = exchanges.enter(one, 'a');
    exchanges.enter(one, undefined);

    expect(() => exchanges.enter(one, undefined)).toThrow(/at most 2/);
    expect(() => exchanges.enter(other, 'a')).not.toThrow();
    leave();
    leave();
    exchanges.enter(one, 'a');
    expect(() => exchanges.enter(one, undefined)).toThrow(/at most 2/);
  });

  test('has ids of its own as long as it is streamed', () => {
    const [exchanges, one] = [open(), connection()];
    const leave = exchanges.enter(one, '');

    expect(() => exchanges.enter(one, '')).toThrow(
      'http/request streamResponse requestId `` is already active',
    );
    leave();
    expect(() => exchanges.enter(one, '')).not.toThrow();
  });

  test('has so much memory altogether, and gives back what it had once', () => {
    const exchanges = open();
    const letGo = exchanges.hold(6);

    expect(() => exchanges.hold(5)).toThrow(/more than 10 bytes/);
    exchanges.hold(4);
    letGo();
    letGo();
    expect(() => exchanges.hold(7)).toThrow(/more than 10 bytes/);
    expect(() => exchanges.hold(6)).not.toThrow();
  });
});
