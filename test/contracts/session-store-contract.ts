import { describe, expect, test } from '@jest/globals';
import type { SessionStore } from '../../src/application/ports/session-store.js';
import { Session } from '../../src/domain/sessions/session.js';
import { RecordingChannel } from '../fakes/recording-channel.js';

/** The rules that every `SessionStore` keeps to; `make` returns an empty one. */
export const sessionStoreContract = (name: string, make: () => SessionStore): void => {
  describe(`SessionStore contract: ${name}`, () => {
    test('finds nothing in an empty store', () => {
      const store = make();

      expect(store.size).toBe(0);
      expect(store.find('s')).toBeUndefined();
      expect(store.find('')).toBeUndefined();
      expect(store.find('__proto__')).toBeUndefined();
    });

    test('finds the added session by its id', () => {
      const store = make();
      const [one, two] = [new Session('one'), new Session('two')];
      store.add(one);
      store.add(two);

      expect(store.find('one')).toBe(one);
      expect(store.find('two')).toBe(two);
      expect(store.size).toBe(2);
    });

    test('compares ids byte for byte', () => {
      const store = make();
      store.add(new Session('abc'));

      expect(store.find('ABC')).toBeUndefined();
      expect(store.find('abc ')).toBeUndefined();
      expect(store.find('ab')).toBeUndefined();
    });

    test('does not find a removed session and keeps the others', () => {
      const store = make();
      const [gone, kept] = [new Session('gone'), new Session('kept')];
      store.add(gone);
      store.add(kept);
      store.remove(gone);

      expect(store.find('gone')).toBeUndefined();
      expect(store.find('kept')).toBe(kept);
      expect(store.size).toBe(1);
    });

    test('ignores the removal of an absent session', () => {
      const store = make();
      const session = new Session('s');
      store.add(session);
      store.remove(new Session('another'));
      store.remove(session);
      store.remove(session);

      expect(store.size).toBe(0);
    });

    test('counts a session until it is removed, attached or not', () => {
      const store = make();
      const session = new Session('s');
      const subscriber = new RecordingChannel();
      store.add(session);
      session.attach(subscriber);
      session.detach(subscriber, 0);

      expect(store.size).toBe(1);
      expect(store.find('s')).toBe(session);
    });
  });
};
