import fc from 'fast-check';

const unit = fc.oneof(
  fc.integer({ min: 0x20, max: 0x7e }),
  fc.integer({ min: 0, max: 0xff_ff }),
  fc.constantFrom(0x22, 0x5c, 0x7f, 0x20_28, 0xd8_00, 0xdc_00, 0xfe_ff, 0xff_ff),
);

/** Text of any characters, those of two UTF-16 units too; halves of them are malformed in a message. */
export const anyText = (maxLength?: number): fc.Arbitrary<string> =>
  fc
    .array(unit, maxLength === undefined ? {} : { maxLength })
    .map((units) => String.fromCharCode(...units).replace(/\p{Surrogate}/gu, '\ufffd'));
