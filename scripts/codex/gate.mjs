/** Makes a function that runs at most `limit` tasks at once; the others wait for their turn. */
export function gate(limit) {
  const waiting = [];
  let running = 0;
  return async (task) => {
    if (running >= limit) {
      await new Promise((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) {
        next();
      } else {
        running -= 1;
      }
    }
  };
}
