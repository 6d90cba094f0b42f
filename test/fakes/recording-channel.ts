import type { ClientChannel } from '../../src/application/ports/client-channel.js';
import type { ClientNotification } from '../../src/application/ports/client-notification.js';
import type {
  NetworkAnswer,
  NetworkDecision,
  NetworkQuestion,
} from '../../src/domain/network/network-decision.js';
import type { SeqRange } from '../../src/domain/output/acknowledged-ranges.js';
import type { ProcessEvent } from '../../src/domain/output/process-event.js';

/** Keeps what is delivered; whether the channel is behind and whether its client lives is up to a test. */
export class RecordingChannel implements ClientChannel {
  readonly events: ProcessEvent[] = [];
  readonly notifications: ClientNotification[] = [];
  readonly decisions: NetworkDecision[] = [];
  readonly questions: NetworkQuestion[] = [];
  /** What the client answers to every question. */
  answer: Promise<NetworkAnswer | undefined> = Promise.resolve(undefined);
  #waiting: (() => void)[] = [];
  /** True: every `deliver` reports that the channel is behind; `drain` ends it. */
  isCongested = false;
  /** What every probe finds; a promise: once that is settled. */
  life: boolean | Promise<boolean> = true;
  /** The time that each probe had, in ms. */
  readonly probes: number[] = [];
  isEnded = false;
  hasExtensions = false;
  /** How often it was to find out what has arrived. */
  arrivalQuestions = 0;
  readonly #drainListeners: (() => void)[] = [];
  #arrivalListener: (processId: string, range: SeqRange) => void = () => undefined;

  enableExtensions(): void {
    this.hasExtensions = true;
  }

  deliver(event: ProcessEvent): boolean {
    // Its bytes are not the channel's to keep.
    const isOutput = event.kind === 'output';
    this.events.push(isOutput ? { ...event, bytes: Buffer.from(event.bytes) } : event);
    return !this.isCongested;
  }

  async notify(notification: ClientNotification): Promise<void> {
    this.notifications.push(notification);
    await this.ready();
  }

  async report(decision: NetworkDecision): Promise<void> {
    this.decisions.push(decision);
    await this.ready();
  }

  ask(question: NetworkQuestion): Promise<NetworkAnswer | undefined> {
    this.questions.push(question);
    return this.answer;
  }

  ready(): Promise<void> | undefined {
    return this.isCongested ? new Promise((resolve) => this.#waiting.push(resolve)) : undefined;
  }

  requestAck(): void {
    this.arrivalQuestions += 1;
  }

  async probe(withinMs: number): Promise<boolean> {
    this.probes.push(withinMs);
    return this.life;
  }

  takenOver(): void {
    this.isEnded = true;
  }

  onDrain(listener: () => void): void {
    this.#drainListeners.push(listener);
  }

  onAcknowledged(listener: (processId: string, range: SeqRange) => void): void {
    this.#arrivalListener = listener;
  }

  /** Everything is sent: the channel can take more. */
  drain(): void {
    this.isCongested = false;
    for (const listener of this.#drainListeners) {
      listener();
    }
    for (const resume of this.#waiting.splice(0)) {
      resume();
    }
  }

  /** It is proven that these events of the process have arrived. */
  confirm(processId: string, range: SeqRange): void {
    this.#arrivalListener(processId, range);
  }
}
