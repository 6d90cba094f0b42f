import { expect } from '@jest/globals';
import { connect } from '../../src/client/index.js';

/** A healthy client beside a flood has what it comes for: readiness, a session and a command of its own. */
export const expectService = async (url: string): Promise<void> => {
  const signal = AbortSignal.timeout(60_000);
  // On a connection of its own: one that an earlier request left idle may be ended by a flood.
  const headers = { connection: 'close' };
  const ready = await fetch(`${url.replace('ws:', 'http:')}/readyz`, { signal, headers });
  expect(ready.status).toBe(200);
  await using client = await connect(url);
  expect((await client.run('echo', ['served'])).stdout).toBe('served');
};
