import type { Fault } from '../../src/testing/faults/fault.js';
import { FaultConductor } from '../../src/testing/faults/fault-conductor.js';
import { FaultProxy } from '../../src/testing/faults/fault-proxy.js';
import { randomFault } from '../../src/testing/faults/random-fault.js';
import { SeededRandom } from '../../src/testing/faults/seeded-random.js';
import { type ByteSource, byteSourceArgv } from './client/byte-source.js';
import type { FollowedProcess } from './client/followed-process.js';
import { FollowingClient } from './client/following-client.js';
import { judge, type SourceVerdict } from './client/source-verdict.js';

/** A cut comes this many forwarded bytes behind its place in the output: in the midst of a frame. */
const MAX_OFFSET_BYTES = 256 * 1024;
const MAX_FAULT_MS = 300;

/** Pipes with both streams, or a terminal. */
export type ProcessKind = 'pipes' | 'terminal';

/** The part of one session in a chaos run. */
export interface ChaosPlan {
  readonly daemonUrl: string;
  readonly seed: number;
  readonly cuts: number;
  /** How much its processes write in all, evenly over their kinds. */
  readonly bytes: number;
  readonly bytesPerProcess: number;
  readonly kinds: readonly ProcessKind[];
}

/** One client whose connection is cut at random moments while its processes write. */
export class ChaosSession {
  readonly #plan: ChaosPlan;
  readonly #proxy: FaultProxy;
  readonly #conductor: FaultConductor;
  /** The cuts to come, in order. */
  readonly #cuts: PlannedCut[];
  #client: FollowingClient | undefined;
  #received = 0;
  #processes: FollowedProcess[] = [];

  private constructor(plan: ChaosPlan, proxy: FaultProxy) {
    this.#plan = plan;
    this.#proxy = proxy;
    this.#conductor = new FaultConductor(proxy);
    this.#cuts = planCuts(plan);
  }

  static async open(plan: ChaosPlan): Promise<ChaosSession> {
    const session = new ChaosSession(plan, await FaultProxy.open(plan.daemonUrl));
    session.#client = await FollowingClient.connect(session.#proxy.url, {
      onBytes: (count) => session.#progress(count),
    });
    return session;
  }

  /** Cuts made so far. */
  get cuts(): number {
    return this.#conductor.made;
  }

  /** Resumes so far. */
  get resumes(): number {
    return this.#client?.recoveries.length ?? 0;
  }

  /** Changes as long as the session gets anywhere. */
  get progress(): number {
    return this.#received + this.resumes;
  }

  /** Its state, for the report of a run that does not go on. */
  get state(): string {
    const open = this.#processes.filter(({ isClosed }) => !isClosed);
    const each = open.map(({ id, lastSeq }) => `${id} at number ${lastSeq}`).join(', ');
    return `seed ${this.#plan.seed}: ${this.cuts} cuts, ${this.resumes} resumes, ${this.#received} bytes; open: ${each}`;
  }

  /** Runs every process of the plan, and makes all of its cuts. */
  async run(): Promise<readonly SourceVerdict[]> {
    const share = this.#plan.bytes / this.#plan.kinds.length;
    const lines = this.#plan.kinds.map((kind) => this.#runInTurn(kind, share));
    const verdicts = (await Promise.all(lines)).flat();
    await this.#makeRemainingCuts();
    return verdicts;
  }

  async close(): Promise<void> {
    this.#conductor.stop();
    this.#client?.close();
    await this.#proxy.close();
  }

  /** One process after another, until they have written `bytes`. */
  async #runInTurn(kind: ProcessKind, bytes: number): Promise<readonly SourceVerdict[]> {
    const verdicts: SourceVerdict[] = [];
    // One for each kind, which run at once: neither decides what the other one writes.
    const random = new SeededRandom(this.#plan.seed + this.#plan.kinds.indexOf(kind));
    for (let left = Math.floor(bytes); left > 0; left -= this.#plan.bytesPerProcess) {
      const size = Math.min(left, this.#plan.bytesPerProcess);
      verdicts.push(await this.#runProcess(kind, randomSource(random, kind, size)));
    }
    return verdicts;
  }

  async #runProcess(kind: ProcessKind, source: ByteSource): Promise<SourceVerdict> {
    const client = this.#requireClient();
    const isTerminal = kind === 'terminal';
    const process = await client.startSurely({ argv: byteSourceArgv(source), tty: isTerminal });
    this.#processes.push(process);
    // A client that gave up has a report as well: of what it got until then.
    const complaint = await process.closed.then(
      () => [],
      (error: Error) => [error.message],
    );
    const verdict = await judge(process.report, source, { isTerminal });
    return { ...verdict, complaints: [...complaint, ...verdict.complaints] };
  }

  #progress(count: number): void {
    this.#received += count;
    for (let [next] = this.#cuts; next !== undefined; [next] = this.#cuts) {
      const { atByte, offset, fault } = next;
      if (atByte > this.#received) {
        return;
      }
      this.#cuts.shift();
      this.#proxy.afterBytes(offset, () => {
        // One that is due behind the last byte may have been made up for already.
        if (this.cuts < this.#plan.cuts) {
          this.#conductor.inflict(fault);
        }
      });
    }
  }

  /** Cuts that were due behind the last byte hit a client that has nothing left to read. */
  async #makeRemainingCuts(): Promise<void> {
    while (this.cuts < this.#plan.cuts) {
      const { resumes } = this;
      this.#conductor.inflict({ kind: 'reset', outageMs: 0 });
      while (this.resumes === resumes) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        await this.#requireClient().connected();
      }
    }
  }

  #requireClient(): FollowingClient {
    if (this.#client === undefined) {
      throw new Error('the session is not open');
    }
    return this.#client;
  }
}

/** A cut, when so much output has been received and then so many more bytes been forwarded. */
interface PlannedCut {
  readonly atByte: number;
  readonly offset: number;
  readonly fault: Fault;
}

const planCuts = ({ seed, cuts, bytes }: ChaosPlan): PlannedCut[] => {
  const random = new SeededRandom(seed);
  const planned = Array.from({ length: cuts }, () => ({
    atByte: random.integer(0, bytes),
    offset: random.integer(0, MAX_OFFSET_BYTES),
    fault: randomFault(random, { kinds: ['reset', 'fin', 'vanish'], maxFaultMs: MAX_FAULT_MS }),
  }));
  return planned.sort((a, b) => a.atByte - b.atByte);
};

const randomSource = (random: SeededRandom, kind: ProcessKind, bytes: number): ByteSource => {
  const seed = random.integer(0, 2 ** 31);
  const stdout = kind === 'pipes' ? random.integer(0, bytes) : bytes;
  return { seed, stdout, stderr: bytes - stdout, exitCode: random.pick([0, 7]) };
};
