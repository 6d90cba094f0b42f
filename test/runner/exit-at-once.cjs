/**
 * Jest gives a worker that has nothing left to do 500 ms to end, and then says that a test leaks. Node would free the heap first, which
 * takes longer than that on a busy machine; `process.exit` leaves it to the system.
 */
if (process.argv[1]?.endsWith('processChild.js')) {
  process.once('beforeExit', () => process.exit());
}
