import type { Limits } from '../../application/limits/limits.js';
import type { ClientChannel } from '../../application/ports/client-channel.js';
import type { ClientNotification } from '../../application/ports/client-notification.js';
import type { SeqRange } from '../../domain/output/acknowledged-ranges.js';
import { LOW_PART } from '../../domain/output/flow-control-window.js';
import { costOf } from '../../domain/output/output-segment.js';
import type { OutputEvent, ProcessEvent } from '../../domain/output/process-event.js';
import { SentEvents } from './flow-control/unacknowledged-events.js';
import type { MessageTransport } from './message-transport.js';
import { encodeNotification } from './notifications/client-notification.js';
import { OutputFrames } from './notifications/output-notification.js';
import { encodeEvent } from './notifications/process-notification.js';

/** Arrival must be asked for before the window of a process is full: it would wait for ever. */
type ChannelLimits = Pick<Limits, 'congestionBytes' | 'arrivalCheckBytes' | 'outputWindowBytes'>;

/** Of all channels: a connection that has nothing to send holds no memory for it. */
const frames = new OutputFrames();

/** Sends events to a client as notifications, and finds out which of them have arrived. */
export class JsonRpcChannel implements ClientChannel {
  readonly #transport: MessageTransport;
  readonly #limits: ChannelLimits;
  readonly #sent = new SentEvents();
  /** Output sent since arrival was last asked for. */
  #unconfirmedCost = 0;
  #onArrival: (processId: string, range: SeqRange) => void = () => undefined;
  /** Those who wait for room. */
  #waiting: (() => void)[] = [];

  constructor(transport: MessageTransport, limits: ChannelLimits) {
    this.#transport = transport;
    this.#limits = limits;
    transport.onDrain(() => this.#goOn());
  }

  deliver(event: ProcessEvent): boolean {
    if (event.kind === 'output') this.#sendOutput(event);
    else this.#transport.send(encodeEvent(event));
    const cost = event.kind === 'output' ? costOf([event]) : 0;
    this.noteSent(event.processId, { after: event.seq - 1, through: event.seq }, cost);
    return this.#hasRoom();
  }

  async notify(notification: ClientNotification): Promise<void> {
    this.#transport.send(encodeNotification(notification));
    await this.room();
  }

  async room(): Promise<void> {
    if (!this.#hasRoom()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** The connection is gone: nobody waits for room in it. */
  closed(): void {
    this.#goOn();
  }

  /** A run of events was sent by another way than `deliver`: as the answer to a read. */
  noteSent(processId: string, range: SeqRange, cost: number): void {
    this.#sent.add(processId, range);
    this.#unconfirmedCost += cost;
    const { arrivalCheckBytes, outputWindowBytes } = this.#limits;
    if (this.#unconfirmedCost < Math.min(arrivalCheckBytes, outputWindowBytes * LOW_PART)) return;
    this.askForArrival();
  }

  askForArrival(): void {
    this.#unconfirmedCost = 0;
    const sent = this.#sent.take();
    this.#transport.confirm(() => this.#confirmed(sent));
  }

  isAlive(withinMs: number): Promise<boolean> {
    return this.#transport.isAlive(withinMs);
  }

  end(reason: string): void {
    this.#transport.terminate(reason);
  }

  onDrain(listener: () => void): void {
    this.#transport.onDrain(listener);
  }

  onArrival(listener: (processId: string, range: SeqRange) => void): void {
    this.#onArrival = listener;
  }

  #sendOutput(event: OutputEvent): void {
    const frame = frames.encode(event);
    this.#transport.send(frame, () => frames.giveBack(frame));
  }

  #hasRoom(): boolean {
    return this.#transport.unsentBytes <= this.#limits.congestionBytes;
  }

  #goOn(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const goOn of waiting) goOn();
  }

  #confirmed(sent: ReadonlyMap<string, readonly SeqRange[]>): void {
    for (const [processId, ranges] of sent) {
      for (const range of ranges) this.#onArrival(processId, range);
    }
  }
}
