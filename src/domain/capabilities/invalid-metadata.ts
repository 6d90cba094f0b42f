/** A text is no metadata, or does not hold what it must. Nobody is told more than that. */
export class InvalidMetadata extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidMetadata';
  }
}
