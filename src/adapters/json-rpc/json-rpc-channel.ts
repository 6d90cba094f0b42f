import type { ClientChannel } from '../../application/ports/client-channel.js';
import type { ClientNotification } from '../../application/ports/client-notification.js';
import type {
  NetworkAnswer,
  NetworkDecision,
  NetworkQuestion,
} from '../../domain/network/network-decision.js';
import type { SeqRange } from '../../domain/output/acknowledged-ranges.js';
import type { OutputPage } from '../../domain/output/output-log.js';
import { memoryCost } from '../../domain/output/output-segment.js';
import type { OutputEvent, ProcessEvent } from '../../domain/output/process-event.js';
import { CLOSE_CODES } from '../../protocol/close-codes.js';
import { ClientRequests } from './client-requests.js';
import type { RequestId } from './envelope/message.js';
import { UnacknowledgedEvents } from './flow-control/unacknowledged-events.js';
import type { MessageTransport } from './message-transport.js';
import { encodeNotification } from './notifications/client-notification.js';
import { encodeDecision } from './notifications/network-notification.js';
import type { OutputNotificationEncoder } from './notifications/output-notification.js';
import { encodeEvent } from './notifications/process-notification.js';

const TAKEN_OVER = 'session taken over by another connection';

/** The thresholds of a channel, in bytes. */
export interface ChannelThresholds {
  /** Unsent bytes above which senders must wait for a drain. */
  readonly highWatermarkBytes: number;
  /** Output sent after which the client is asked what has arrived. */
  readonly ackThresholdBytes: number;
}

/** Sends the events of processes as notifications, and tracks which of them are acknowledged. */
export class JsonRpcChannel implements ClientChannel {
  readonly #transport: MessageTransport;
  readonly #thresholds: ChannelThresholds;
  readonly #frames: OutputNotificationEncoder;
  readonly #requests = new ClientRequests();
  readonly #unacknowledged = new UnacknowledgedEvents();
  /** Memory cost of the output sent since the last acknowledgement request. */
  #unacknowledgedCost = 0;
  #onAcknowledged: (processId: string, range: SeqRange) => void = () => undefined;
  #hasExtensions = false;
  #isClosed = false;
  /** Resolvers of the callers of `ready`. */
  #waiting: (() => void)[] = [];

  /** `frames` is shared by all channels of a server, so that an idle connection holds no buffers. */
  constructor(
    transport: MessageTransport,
    thresholds: ChannelThresholds,
    frames: OutputNotificationEncoder,
  ) {
    this.#transport = transport;
    this.#thresholds = thresholds;
    this.#frames = frames;
    transport.onDrain(() => this.#resumeWaiters());
  }

  /** False: so much is unsent that whatever can wait must wait for a drain. */
  get hasRoom(): boolean {
    return this.#transport.unsentBytes <= this.#thresholds.highWatermarkBytes;
  }

  get hasExtensions(): boolean {
    return this.#hasExtensions;
  }

  enableExtensions(): void {
    this.#hasExtensions = true;
  }

  deliver(event: ProcessEvent): boolean {
    if (event.kind === 'output') {
      this.#sendOutput(event);
    } else {
      this.#transport.send(encodeEvent(event, this.#hasExtensions));
    }
    const range = { after: event.seq - 1, through: event.seq };
    this.trackSent(event.processId, range, memoryCost(event));
    return this.hasRoom;
  }

  async notify(notification: ClientNotification): Promise<void> {
    this.#transport.send(encodeNotification(notification));
    await this.ready();
  }

  async report(decision: NetworkDecision): Promise<void> {
    this.#transport.send(encodeDecision(decision, new Date()));
    await this.ready();
  }

  ask(question: NetworkQuestion): Promise<NetworkAnswer | undefined> {
    return this.#requests.ask(question, (text) => this.#transport.send(text));
  }

  /** Takes a response of the client; false when it was not asked. */
  answered(id: RequestId, result: unknown): boolean {
    return this.#requests.answer(id, result);
  }

  ready(): Promise<void> | undefined {
    return this.hasRoom || this.#isClosed
      ? undefined
      : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The connection is closed: releases the callers of `ready` and `ask`. */
  closed(): void {
    this.#isClosed = true;
    this.#requests.close();
    this.#resumeWaiters();
  }

  /** Tracks a range of events that was sent in the reply to a read instead of by `deliver`. */
  trackSent(processId: string, range: SeqRange, cost: number): void {
    this.#unacknowledged.add(processId, range);
    this.#unacknowledgedCost += cost;
    if (this.#unacknowledgedCost >= this.#thresholds.ackThresholdBytes) {
      this.requestAck();
    }
  }

  requestAck(): void {
    this.#unacknowledgedCost = 0;
    const sent = this.#unacknowledged.take();
    this.#transport.requestAck(() => this.#confirmed(sent));
  }

  probe(withinMs: number): Promise<boolean> {
    return this.#transport.probe(withinMs);
  }

  takenOver(): void {
    if (this.#transport.close === undefined) {
      this.#transport.terminate(TAKEN_OVER);
    } else {
      this.#transport.close(CLOSE_CODES.sessionTakenOver, TAKEN_OVER);
    }
  }

  onDrain(listener: () => void): void {
    this.#transport.onDrain(listener);
  }

  onAcknowledged(listener: (processId: string, range: SeqRange) => void): void {
    this.#onAcknowledged = listener;
  }

  #sendOutput(event: OutputEvent): void {
    const message = this.#frames.encode(event);
    if (typeof message === 'string') {
      this.#transport.send(message);
    } else {
      this.#transport.send(message, () => this.#frames.release(message));
    }
  }

  #resumeWaiters(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) {
      resolve();
    }
  }

  #confirmed(sent: ReadonlyMap<string, readonly SeqRange[]>): void {
    for (const [processId, ranges] of sent) {
      for (const range of ranges) {
        this.#onAcknowledged(processId, range);
      }
    }
  }
}

/**
 * Tracks the events in the reply to a read, as those in notifications. A process that waits for their
 * acknowledgement does not wait for more output to be sent.
 */
export const trackOutputSent = (channel: JsonRpcChannel, page: OutputPage): void => {
  channel.trackSent(
    page.processId,
    { after: page.afterSeq, through: page.nextSeq - 1 },
    page.chunks.reduce((sum, chunk) => sum + memoryCost(chunk), 0),
  );
  if (page.awaitsAck) {
    channel.requestAck();
  }
};
