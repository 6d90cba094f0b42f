/** The value below which the given part of the samples lies. */
export const quantile = (samples, part) => {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
};

export const median = (samples) => quantile(samples, 0.5);
