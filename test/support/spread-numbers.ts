/** A source of numbers from 0 to below 1 in place of `Math.random`: eight in a row always fall into both halves. */
export const spreadNumbers = (): (() => number) => {
  const goldenRatio = (Math.sqrt(5) - 1) / 2;
  let count = 0;
  return () => {
    count += 1;
    return (count * goldenRatio) % 1;
  };
};
