import { z } from 'zod';
import { port, text } from '../scalars.js';

/** `admin`: the admin port. */
export const admin = z.strictObject({
  host: text().default('127.0.0.1').describe('Address to listen on; other than loopback needs a token.'),
  port: port().default(4001).describe('Admin TCP port, 0 to 65535; differs from server.port.'),
  token: text()
    .nullable()
    .default(null)
    .describe('Bearer token that admin requests must carry; null: none. Write ${env.NAME}.'),
});
