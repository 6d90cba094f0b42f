/** What comes back from the far end of an HTTP exchange. */
export interface FarAnswer {
  readonly status: number;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** The body, as fast as its reader takes it. */
  readonly parts?: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** The connection breaks behind the last part, before the body has ended. */
  readonly isCutShort?: boolean;
}

/** The connection is refused, or never answered. */
export type FarReply = FarAnswer | 'refused' | 'silence';
