import type { Fault } from './fault.js';
import type { SeededRandom } from './seeded-random.js';

/** What a fault may be. */
export interface FaultShape {
  /** A kind that is named twice is twice as likely. */
  readonly kinds: readonly Fault['kind'][];
  /** How long it lasts at most. */
  readonly maxFaultMs: number;
}

const FOR_EVER = Number.POSITIVE_INFINITY;

/** A fault of one of the kinds; half of the cuts are without an outage. */
export const randomFault = (random: SeededRandom, { kinds, maxFaultMs }: FaultShape): Fault => {
  const ms = (): number => random.integer(1, maxFaultMs);
  const outage = (): number => (random.next() < 0.5 ? 0 : ms());
  const kind = random.pick(kinds);
  switch (kind) {
    case 'reset':
    case 'fin':
      return { kind, outageMs: outage() };
    case 'vanish':
      return { kind, outageMs: outage(), noticedMs: random.next() < 0.25 ? FOR_EVER : ms() };
    case 'stall':
      return { kind, direction: random.pick(['toClient', 'toDaemon', 'both']), forMs: ms() };
    case 'delay':
      return { kind, delayMs: random.integer(1, 50), forMs: ms() };
    case 'throttle':
      return { kind, bytesPerSecond: random.integer(20_000, 2_000_000), forMs: ms() };
    case 'split':
      return { kind, bytes: random.integer(1, 2000) };
  }
};
