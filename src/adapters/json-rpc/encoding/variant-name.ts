/**
 * The name of a variant without content, which may also be written as the only key of a map, with null: `{"interrupt":
 * null}`. Anything else is returned as it is.
 */
export const variantName = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value;
  }
  const [first, ...others] = Object.entries(value);
  return first !== undefined && others.length === 0 && first[1] === null ? first[0] : value;
};
