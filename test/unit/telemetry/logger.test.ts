import { createLogger, type LoggerOptions } from '../../../src/telemetry/index.js';

const collect = (options: LoggerOptions = {}) => {
  const lines: string[] = [];
  const logger = createLogger({ ...options, destination: { write: (line) => void lines.push(line) } });
  return { logger, lines };
};

test('JSON in production, one line per call', () => {
  const { logger, lines } = collect();
  logger.info('listening', { port: 4000 });
  logger.debug('not written');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 30, msg: 'listening', port: 4000 });
});

test('readable in development, with colours only when asked', () => {
  const { logger, lines } = collect({ mode: 'development' });
  logger.warn('slow operation', { name: 'Me', ms: 12 });
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d warn {2}slow operation name=Me ms=12\n$/);
  const coloured = collect({ format: 'pretty', colors: true });
  coloured.logger.error('x');
  expect(coloured.lines[0]).toContain('\u001B[31merror');
});

test.each(['json', 'pretty'] as const)('secrets are redacted at any depth (%s)', (format) => {
  const { logger, lines } = collect({ format });
  logger.info('call https://me:AAA@example.org', {
    authorization: 'BBB',
    request: { headers: { Cookie: 'CCC', Authorization: 'DDD', 'x-api-key': 'EEE' } },
    list: [{ password: 'FFF', token: 'GGG' }],
    err: new Error('redis://u:HHH@localhost refused', { cause: { clientSecret: 'III' } }),
  });
  logger.child({ token: 'JJJ' }).info('child');
  expect(lines.join('')).not.toMatch(/AAA|BBB|CCC|DDD|EEE|FFF|GGG|HHH|III|JJJ/);
  expect(lines.join('')).toContain('[redacted]');
});

test('control characters cannot forge a line or colour a terminal', () => {
  const { logger, lines } = collect({ format: 'pretty' });
  logger.info('a\nb\u001B[2J', { field: 'x\ny' });
  expect(lines[0]?.trimEnd()).not.toMatch(/[\n\u001B]/);
});

test('errors keep type, message and stack; circular data and bigint do not throw', () => {
  const { logger, lines } = collect();
  const circular: Record<string, unknown> = { big: 1n };
  circular['self'] = circular;
  logger.error('failed', { err: new TypeError('broken'), circular });
  const line = JSON.parse(lines[0] ?? '') as { err: { type: string; message: string; stack: string } };
  expect(line.err).toMatchObject({ type: 'TypeError', message: 'broken' });
  expect(line.err.stack).toContain('logger.test');
  const readable = collect({ format: 'pretty' });
  readable.logger.error('failed', { err: new TypeError('broken') });
  expect(readable.lines[0]).toContain('TypeError: broken');
});

test('isEnabled tells what is written', () => {
  const { logger } = collect({ level: 'warn' });
  expect([logger.isEnabled('info'), logger.isEnabled('warn'), logger.isEnabled('silent')]).toEqual([
    false,
    true,
    false,
  ]);
  expect(collect({ level: 'silent' }).logger.isEnabled('fatal')).toBe(false);
});

test('what others send does not decide how much is written, nor how long it takes', () => {
  const { logger, lines } = collect();
  // A pattern for URLs that is not bounded looks at each of these letters as the start of one.
  const letters = `${'a'.repeat(2_000_000)} ://`;
  logger.warn('subgraph error', { message: letters, list: Array(10_000).fill(letters) });
  logger.warn('many keys', Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`key${i}`, i])));
  expect(lines[0]?.length).toBeLessThan(1_200_000);
  expect(lines[1]?.length).toBeLessThan(3000);
});

test('a password is hidden also where the text is cut in the middle of it', () => {
  const { logger, lines } = collect();
  logger.warn(`${'x '.repeat(4990)}redis://user:${'s3cret'.repeat(50)}@host and more`);
  expect(lines[0]).toContain('redis://user:[');
  expect(lines[0]).not.toContain('s3cret');
});
