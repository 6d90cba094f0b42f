import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ProcessHandle } from '../../src/domain/processes/process-handle.js';
import type { HarnessClient } from '../support/harness-client.js';
import { UseCaseHarness } from '../support/use-case-harness.js';
import { LifecycleModel, type ModelSession } from './lifecycle-model.js';
import { propertyRuns } from './property-runs.js';

const TTL_MS = 100;

type Step =
  | { readonly kind: 'open' | 'drop' | 'silence' | 'resume' | 'write'; readonly pick: number }
  | { readonly kind: 'advance' | 'skip'; readonly ms: number };

const duration = fc.oneof(
  fc.constantFrom(0, 1, TTL_MS / 2, TTL_MS - 1, TTL_MS, TTL_MS + 1),
  fc.integer({ min: 0, max: 2 * TTL_MS }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('open', 'drop', 'drop', 'silence', 'resume', 'resume', 'write'),
    pick: fc.nat(20),
  }),
  fc.record({ kind: fc.constantFrom('advance', 'skip'), ms: duration }),
);

test('a session has at most one connection and resumes exactly when it is free and within its TTL', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const harness = new UseCaseHarness({ sessionTtlMs: TTL_MS });
      const model = new LifecycleModel(TTL_MS);
      await open(harness, model);
      for (const each of steps) {
        await take(each, harness, model);
        expectSameHolders(model);
      }

      harness.clock.advance(TTL_MS);
      model.pass(TTL_MS);
      expect(harness.sessions.size).toBe(model.attached.length);
      for (const { process, holder } of model.sessions) {
        const kills = process.calls.filter((call) => call === 'kill');
        expect(kills).toEqual(holder === undefined ? ['kill'] : []);
      }
    }),
    propertyRuns(200),
  );
});

const take = async (each: Step, harness: UseCaseHarness, model: LifecycleModel): Promise<void> => {
  switch (each.kind) {
    case 'open':
      return open(harness, model);
    case 'drop': {
      const client = model.client(each.pick);
      client.drop();
      return model.drop(client);
    }
    case 'silence':
      model.client(each.pick).channel.life = false;
      return;
    case 'resume':
      return resume(model.session(each.pick).id, harness, model);
    case 'write':
      return write(each.pick, model);
    case 'advance':
      harness.clock.advance(each.ms);
      return model.pass(each.ms);
    case 'skip':
      harness.clock.skip(each.ms);
      return model.pass(each.ms);
  }
};

const open = async (harness: UseCaseHarness, model: LifecycleModel): Promise<void> => {
  const client = harness.open();
  await client.start('p');
  model.open(client, harness.runner.latest);
};

const resume = async (
  id: string,
  harness: UseCaseHarness,
  model: LifecycleModel,
): Promise<void> => {
  const client = harness.connect();
  expect(await outcomeOf(client, id)).toBe(model.resume(id, client));
  for (const session of model.sessions) {
    if (session.holder === client) {
      await countCoalesced(session);
    }
  }
};

/** Nothing is lost of what no client received; it was coalesced, so that it may have fewer numbers than writes. */
const countCoalesced = async (session: ModelSession): Promise<void> => {
  const process = (await session.session.process('p')) as ProcessHandle;
  const { chunks, nextSeq } = process.peek(0);
  expect(chunks.flatMap(({ bytes }) => [...bytes])).toHaveLength(session.writes);
  session.lastSeq = nextSeq - 1;
};

const outcomeOf = async (client: HarnessClient, id: string): Promise<string> => {
  try {
    return (await client.resumeContended(id)).sessionId === id ? 'resumed' : 'another session';
  } catch (error) {
    return (error as Error).message;
  }
};

/** Only the holder hears it, under the next number. */
const write = (pick: number, model: LifecycleModel): void => {
  const { process, holder } = model.session(pick);
  const before = model.clients.map(({ events }) => events.length);
  process.output('x');
  const session = model.session(pick);
  session.writes += 1;
  session.lastSeq += 1;
  for (const [index, client] of model.clients.entries()) {
    const heard = client.events.slice(before[index]).map(({ seq }) => seq);
    expect(heard).toEqual(client === holder ? [session.lastSeq] : []);
  }
};

const expectSameHolders = (model: LifecycleModel): void => {
  for (const { session, holder } of model.sessions) {
    const holders = model.clients.filter(({ channel }) => session.isAttachedTo(channel));
    expect(holders).toEqual(holder === undefined ? [] : [holder]);
  }
};
