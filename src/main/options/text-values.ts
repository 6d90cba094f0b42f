import { InvalidArgumentError } from 'commander';

/** A parser for the value of an option. @param expected in words, such as `HOST:PORT` */
export const textParser =
  (expected: string, isValid: (text: string) => boolean) =>
  (text: string): string => {
    if (!isValid(text)) {
      throw new InvalidArgumentError(`Expected ${expected}.`);
    }
    return text;
  };

/** The same for an option that may be repeated, or have several values with commas. */
export const listParser = (expected: string, isValid: (text: string) => boolean) => {
  const parse = textParser(expected, isValid);
  return (text: string, earlier: readonly string[] = []): readonly string[] => [
    ...earlier,
    ...text.split(',').map((value) => parse(value.trim())),
  ];
};
