import { type ChaosPlan, ChaosSession } from './chaos-session.js';
import type { SourceVerdict } from './client/source-verdict.js';

const SILENCE_MS = 60_000;

/** A chaos run: many cuts at random moments while processes in several sessions write. */
export interface ChaosOptions extends ChaosPlan {
  readonly sessions: number;
}

/** What was lost in it, and what not. */
export interface ChaosReport {
  /** By session. */
  readonly verdicts: readonly (readonly SourceVerdict[])[];
  readonly cuts: number;
  readonly resumes: number;
  readonly bytes: number;
  readonly lostBytes: number;
  readonly repeatedBytes: number;
  readonly complaints: readonly string[];
  readonly durationMs: number;
}

/**
 * Runs the sessions at once, each with its part of cuts and bytes.
 *
 * @throws {Error} with the seed, when a session gets nowhere for a minute.
 */
export const runChaos = async (options: ChaosOptions): Promise<ChaosReport> => {
  const began = performance.now();
  const sessions = await Promise.all(plans(options).map((plan) => ChaosSession.open(plan)));
  const watch = watchProgress(sessions, options.seed);
  try {
    const runs = Promise.all(sessions.map((session) => session.run()));
    const verdicts = await Promise.race([runs, watch.failed]);
    return summarize(options.seed, verdicts, sessions, performance.now() - began);
  } finally {
    watch.stop();
    await Promise.all(sessions.map((session) => session.close()));
  }
};

const plans = ({ sessions, ...whole }: ChaosOptions): readonly ChaosPlan[] =>
  Array.from({ length: sessions }, (_, i) => ({
    ...whole,
    seed: whole.seed + i * 1000,
    cuts: Math.floor(whole.cuts / sessions) + (i < whole.cuts % sessions ? 1 : 0),
    bytes: Math.ceil(whole.bytes / sessions),
  }));

const watchProgress = (sessions: readonly ChaosSession[], seed: number) => {
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_, reject) => {
    let before = -1;
    timer = setInterval(() => {
      const now = sessions.reduce((sum, { progress }) => sum + progress, 0);
      if (now === before) {
        const states = sessions.map(({ state }) => `\n  ${state}`).join('');
        reject(new Error(`nothing moved for ${SILENCE_MS} ms (seed ${seed}):${states}`));
      }
      before = now;
    }, SILENCE_MS);
  });
  return { failed, stop: () => clearInterval(timer) };
};

const summarize = (
  seed: number,
  verdicts: readonly (readonly SourceVerdict[])[],
  sessions: readonly ChaosSession[],
  durationMs: number,
): ChaosReport => {
  const all = verdicts.flat();
  const streams = all.flatMap((verdict) => verdict.streams);
  return {
    verdicts,
    cuts: sum(sessions, ({ cuts }) => cuts),
    resumes: sum(sessions, ({ resumes }) => resumes),
    bytes: sum(streams, ({ expected }) => expected.bytes),
    lostBytes: sum(all, ({ lostBytes }) => lostBytes),
    repeatedBytes: sum(all, ({ repeatedBytes }) => repeatedBytes),
    complaints: verdicts.flatMap((own, i) =>
      own.flatMap(({ complaints }) =>
        complaints.map((text) => `seed ${seed}, session ${i + 1}, ${text}`),
      ),
    ),
    durationMs,
  };
};

const sum = <T>(items: readonly T[], amount: (item: T) => number): number =>
  items.reduce((total, item) => total + amount(item), 0);
