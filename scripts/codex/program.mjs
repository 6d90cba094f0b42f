import { fileURLToPath } from 'node:url';

/** The daemon of this package, where `npm run build` leaves it. */
export const DAEMON = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url));

/** Aborts, with its name as the reason, at a signal that asks this program to end. */
export function interruption() {
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => interrupt.abort(new Error(`interrupted by ${name}`)));
  }
  return interrupt.signal;
}

/** Ends this program with what `main` resolves with; what has been left open does not keep it. */
export async function exitWith(name, main) {
  process.exit(
    await main().catch((error) => {
      console.error(`${name}: ${error.message}`);
      return 1;
    }),
  );
}
