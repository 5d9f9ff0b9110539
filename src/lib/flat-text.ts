/**
 * Characters after which a text that grows by concatenation should become flat. A long one is a chain of small strings, all of
 * which the garbage collector copies and the engine joins in the end.
 */
export const FLAT_LENGTH = 32 * 1024;

const scratch = Buffer.allocUnsafeSlow(2 * FLAT_LENGTH);

/** The same text in one piece; as it is when it is longer than 64 KiB. @param text characters below U+0100 only */
export const flattened = (text: string): string =>
  text.length > scratch.length ? text : scratch.toString('latin1', 0, scratch.write(text, 'latin1'));
