import type { DataText } from './types.js';

/** The text as an ordinary string. */
export const toPlainText = ({ text, encoding }: DataText): string =>
  encoding === 'utf8' ? text : Buffer.from(text, 'latin1').toString('utf8');
