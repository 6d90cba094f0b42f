/**
 * Waits until a process is closed, and tells all that its notifications said: what each stream
 * carried, whether the numbers had a hole, how it ended. How output was cut into chunks varies.
 *
 * @param {import('./wire.mjs').Wire} wire
 * @param {string} processId
 */
export async function processOutcome(wire, processId) {
  const own = () => wire.events.filter(({ params }) => params?.processId === processId);
  const isClosed = () => own().find(({ method }) => method === 'process/closed');
  const closed = await wire.until(isClosed);
  if (typeof closed === 'string') {
    return closed;
  }
  const events = own();
  const streams = {};
  for (const { method, params } of events) {
    if (method !== 'process/output') {
      continue;
    }
    streams[params.stream] = (streams[params.stream] ?? '') + base64ToText(params.chunk);
  }
  const {
    seq: _,
    processId: __,
    ...exit
  } = events.find(({ method }) => method === 'process/exited').params;
  return {
    ...streams,
    ...exit,
    isWithoutHole: events.every(({ params }, index) => params.seq === index + 1),
    last: events.at(-1).method,
  };
}

/** Latin-1, so that bytes which are not UTF-8 are compared as well. */
function base64ToText(chunk) {
  return Buffer.from(chunk, 'base64').toString('latin1');
}
