import type { Fault, ScheduledFault } from './fault.js';
import type { FaultProxy } from './fault-proxy.js';

/** Makes faults happen to a proxy, and ends those that last for a time. */
export class FaultConductor {
  readonly #proxy: FaultProxy;
  readonly #timers = new Set<NodeJS.Timeout>();
  #outages = 0;
  #made = 0;
  #isStopped = false;

  constructor(proxy: FaultProxy) {
    this.#proxy = proxy;
  }

  /** How many faults have happened. */
  get made(): number {
    return this.#made;
  }

  /** Makes the faults of a schedule happen one after another, each when its moment has come. */
  play([next, ...rest]: readonly ScheduledFault[]): void {
    if (next === undefined || this.#isStopped) {
      return;
    }
    const act = (): void => {
      if (this.#isStopped) {
        return;
      }
      this.inflict(next.fault);
      // In a later turn: faults at one and the same byte would otherwise all hit one connection.
      this.#later(0, () => this.play(rest));
    };
    if ('bytes' in next.after) {
      this.#proxy.afterBytes(next.after.bytes, act);
    } else {
      this.#later(next.after.ms, act);
    }
  }

  /** Makes one happen now. */
  inflict(fault: Fault): void {
    this.#made += 1;
    const proxy = this.#proxy;
    switch (fault.kind) {
      case 'reset':
      case 'fin':
        proxy.cutAll(fault.kind);
        this.#refuse(fault.outageMs);
        break;
      case 'vanish': {
        const notice = proxy.vanish();
        if (Number.isFinite(fault.noticedMs)) {
          this.#later(fault.noticedMs, notice);
        }
        this.#refuse(fault.outageMs);
        break;
      }
      case 'stall':
        proxy.stall(fault.direction);
        this.#later(fault.forMs, () => proxy.resume());
        break;
      case 'delay':
        proxy.delay(fault.delayMs);
        this.#later(fault.forMs, () => proxy.delay(0));
        break;
      case 'throttle':
        proxy.throttle(fault.bytesPerSecond);
        this.#later(fault.forMs, () => proxy.throttle(Number.POSITIVE_INFINITY));
        break;
      case 'split':
        proxy.split(fault.bytes);
    }
  }

  /** No fault happens any more; what one had left behind for a time stays as it is. */
  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) {
      clearTimeout(timer);
    }
  }

  /** Outages may overlap: the last one to end lets clients in again. */
  #refuse(ms: number): void {
    if (ms === 0) {
      return;
    }
    this.#outages += 1;
    this.#proxy.refuse();
    this.#later(ms, () => {
      this.#outages -= 1;
      if (this.#outages === 0) {
        this.#proxy.accept();
      }
    });
  }

  #later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }
}
