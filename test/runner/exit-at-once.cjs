/**
 * A worker of Jest that has nothing left to do ends. Node would free its heap first, which takes half a second on a busy machine;
 * `process.exit` leaves it to the system, for which `workerGracefulExitTimeout` has time.
 */
if (process.argv[1]?.endsWith('processChild.js')) {
  process.once('beforeExit', () => process.exit());
}
