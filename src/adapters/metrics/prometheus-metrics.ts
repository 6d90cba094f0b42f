import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type {
  ConnectionTransport,
  Metrics,
  PeerLoss,
  ProcessResult,
  Rejection,
  RequestResult,
  ResumeResult,
} from '../../application/ports/metrics.js';
import type { Load } from '../../application/use-cases/metrics/measure-load.js';

/** Seconds: from a small file to a long poll. */
const REQUEST_BUCKETS = [0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30];
/** Seconds: from `true` to a build. */
const PROCESS_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 60, 300, 1800, 3600];

/** Keeps metrics for Prometheus, under the names of upstream where it has them; those of Node.js beside them. */
export class PrometheusMetrics implements Metrics {
  readonly isRecording = true;
  readonly #registry = new Registry();
  readonly #openConnections = this.#gauge('connections_active', 'Open connections.', 'transport');
  readonly #connections = this.#counter(
    'connections_total',
    'Accepted connections.',
    'transport',
    'result',
  );
  readonly #requests = this.#counter('requests_total', 'Answered requests.', 'method', 'result');
  readonly #requestSeconds = this.#histogram(
    'request_duration_seconds',
    'Time from a request to its result, long polls included.',
    REQUEST_BUCKETS,
    ['method', 'result'],
  );
  readonly #processes = this.#gauge('processes_active', 'Processes that run.');
  readonly #finishedProcesses = this.#counter(
    'processes_finished_total',
    'Processes that have exited.',
    'result',
  );
  readonly #processSeconds = this.#histogram(
    'process_duration_seconds',
    'Time from the start of a process to its exit.',
    PROCESS_BUCKETS,
    ['result'],
  );
  readonly #sessions = this.#gauge('sessions', 'Sessions.', 'state');
  readonly #resumes = this.#counter(
    'session_resumes_total',
    'Requests to resume a session.',
    'result',
  );
  readonly #lostPeers = this.#counter(
    'peers_lost_total',
    'Connections lost without a Close frame of either side.',
    'reason',
  );
  readonly #unacknowledged = this.#gauge(
    'output_unacknowledged_bytes',
    'Memory of output that its clients have not acknowledged.',
  );
  readonly #paused = this.#gauge(
    'output_paused_processes',
    'Processes that wait for their client, or for memory.',
  );
  readonly #dropped = this.#counter(
    'output_dropped_bytes_total',
    'Output that was dropped before its client acknowledged it.',
  );
  readonly #rejections = this.#counter(
    'rejected_total',
    'Clients, sessions and requests that were turned away.',
    'reason',
  );
  readonly #draining = this.#gauge('draining', '1 while no new sessions are taken.');

  constructor(version: string) {
    this.#gauge('build_info', 'The version of the server.', 'version').set({ version }, 1);
    collectDefaultMetrics({ register: this.#registry });
  }

  /** The content type of `render`. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Everything that was recorded, and the load at this moment, in the text format of Prometheus. */
  async render(load: Load): Promise<string> {
    this.#sessions.set({ state: 'attached' }, load.attachedSessions);
    this.#sessions.set({ state: 'detached' }, load.detachedSessions);
    this.#unacknowledged.set(load.unacknowledgedBytes);
    this.#paused.set(load.pausedProcesses);
    this.#draining.set(Number(load.isDraining));
    return await this.#registry.metrics();
  }

  connectionOpened(transport: ConnectionTransport): void {
    this.#openConnections.inc({ transport });
    this.#connections.inc({ transport, result: 'accepted' });
  }

  connectionClosed(transport: ConnectionTransport): void {
    this.#openConnections.dec({ transport });
  }

  requestFinished(method: string, result: RequestResult, durationMs: number): void {
    this.#requests.inc({ method, result });
    this.#requestSeconds.observe({ method, result }, durationMs / 1000);
  }

  processStarted(): void {
    this.#processes.inc();
  }

  processFinished(result: ProcessResult, durationMs: number): void {
    this.#processes.dec();
    this.#finishedProcesses.inc({ result });
    this.#processSeconds.observe({ result }, durationMs / 1000);
  }

  sessionResumed(result: ResumeResult): void {
    this.#resumes.inc({ result });
  }

  peerLost(reason: PeerLoss): void {
    this.#lostPeers.inc({ reason });
  }

  outputDropped(bytes: number): void {
    this.#dropped.inc(bytes);
  }

  rejected(reason: Rejection): void {
    this.#rejections.inc({ reason });
  }

  #gauge<L extends string>(name: string, help: string, ...labelNames: L[]): Gauge<L> {
    return new Gauge({ ...this.#describe(name, help), labelNames });
  }

  #counter<L extends string>(name: string, help: string, ...labelNames: L[]): Counter<L> {
    return new Counter({ ...this.#describe(name, help), labelNames });
  }

  #histogram<L extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: L[],
  ): Histogram<L> {
    return new Histogram({ ...this.#describe(name, help), buckets, labelNames });
  }

  #describe(name: string, help: string): { name: string; help: string; registers: [Registry] } {
    return { name: `exec_server_${name}`, help, registers: [this.#registry] };
  }
}
