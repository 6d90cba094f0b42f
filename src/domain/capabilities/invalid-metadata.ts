/** A text is not valid metadata, or lacks a required field. Clients get no more detail than that. */
export class InvalidMetadata extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidMetadata';
  }
}
