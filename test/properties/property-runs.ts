const FACTOR = Number(process.env.TEST_PROPERTY_FACTOR ?? 1);

/** How often a property is tried with random values: `count` times, or that times `TEST_PROPERTY_FACTOR`. */
export const propertyRuns = (count: number): { readonly numRuns: number } => ({
  numRuns: Math.ceil(count * FACTOR),
});
