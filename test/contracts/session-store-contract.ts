import { describe, expect, test } from '@jest/globals';
import type { SessionStore } from '../../src/application/ports/session-store.js';
import { Session } from '../../src/domain/sessions/session.js';
import { RecordingChannel } from '../fakes/recording-channel.js';

/** What everybody who takes a `SessionStore` relies on; `make` returns an empty one. */
export const sessionStoreContract = (name: string, make: () => SessionStore): void => {
  describe(`the session store contract: ${name}`, () => {
    test('an empty store knows nobody', () => {
      const store = make();

      expect(store.size).toBe(0);
      expect(store.find('s')).toBeUndefined();
      expect(store.find('')).toBeUndefined();
      expect(store.find('__proto__')).toBeUndefined();
    });

    test('a session that was added is found by its id: the very same one', () => {
      const store = make();
      const [one, two] = [new Session('one'), new Session('two')];
      store.add(one);
      store.add(two);

      expect(store.find('one')).toBe(one);
      expect(store.find('two')).toBe(two);
      expect(store.size).toBe(2);
    });

    test('an id is compared byte for byte', () => {
      const store = make();
      store.add(new Session('abc'));

      expect(store.find('ABC')).toBeUndefined();
      expect(store.find('abc ')).toBeUndefined();
      expect(store.find('ab')).toBeUndefined();
    });

    test('a session that was removed is unknown; the others stay', () => {
      const store = make();
      const [gone, kept] = [new Session('gone'), new Session('kept')];
      store.add(gone);
      store.add(kept);
      store.remove(gone);

      expect(store.find('gone')).toBeUndefined();
      expect(store.find('kept')).toBe(kept);
      expect(store.size).toBe(1);
    });

    test('removing what is not there is harmless', () => {
      const store = make();
      const session = new Session('s');
      store.add(session);
      store.remove(new Session('another'));
      store.remove(session);
      store.remove(session);

      expect(store.size).toBe(0);
    });

    test('a session counts until it is removed, attached or not', () => {
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
