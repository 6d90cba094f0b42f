/** What the server has at one moment. */
export interface Load {
  readonly attachedSessions: number;
  readonly detachedSessions: number;
  /** Memory of output that its clients have not acknowledged, in bytes. */
  readonly unacknowledgedBytes: number;
  /** Processes that wait for their client, or for memory. */
  readonly pausedProcesses: number;
  readonly isDraining: boolean;
}

type Sessions = Pick<Load, 'attachedSessions' | 'detachedSessions'>;
type Output = Pick<Load, 'unacknowledgedBytes' | 'pausedProcesses'>;

/** The parts of the server that know their share of the load. */
export interface LoadSources {
  readonly sessions: () => Sessions;
  readonly output: () => Output;
  readonly drain: { readonly isActive: boolean };
}

/** Tells what the server has at this moment, where it is counted when it is asked for rather than at each change. */
export class MeasureLoad {
  readonly #sources: LoadSources;

  constructor(sources: LoadSources) {
    this.#sources = sources;
  }

  execute(): Load {
    const { sessions, output, drain } = this.#sources;
    return { ...sessions(), ...output(), isDraining: drain.isActive };
  }
}
