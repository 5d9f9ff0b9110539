import { load, refusal } from './write-config.js';

const withEnv = (text: string, env: Record<string, string>) => load(text, { env }).config;

test('a variable is replaced, alone and inside text', () => {
  expect(withEnv('server: { host: "${env.HOST}" }', { HOST: '0.0.0.0' }).server.host).toBe('0.0.0.0');
  expect(withEnv('server:\n  path: /${env.A}/x${env.B}', { A: 'a', B: 'b' }).server.path).toBe('/a/xb');
});

test('numbers, booleans and null are read where text is not accepted', () => {
  const config = withEnv(
    'server:\n  port: ${env.PORT}\n  csrf: ${env.CSRF}\nadmin:\n  token: ${env.TOKEN:-}',
    { PORT: '5000', CSRF: 'false' },
  );
  expect([config.server.port, config.server.csrf, config.admin.token]).toEqual([5000, false, null]);
  expect(withEnv('admin:\n  token: ${env.TOKEN}', { TOKEN: '12345' }).admin.token).toBe('12345');
  expect(refusal('server:\n  port: "${env.PORT}"', { env: { PORT: '1' } })).toContain(
    'expected a number, got "1"',
  );
});

test('the default stands in for a variable that is not set or empty', () => {
  expect(withEnv('server:\n  port: ${env.PORT:-4100}', {}).server.port).toBe(4100);
  expect(withEnv('server:\n  port: ${env.PORT:-4100}', { PORT: '' }).server.port).toBe(4100);
});

test('a variable that is not set is an error that names it and its line', () => {
  expect(refusal('admin:\n  token: ${env.ADMIN_TOKEN}')).toBe(
    'gateway.yaml:2:10 admin.token: the environment variable ADMIN_TOKEN is not set; set it, or write ${env.ADMIN_TOKEN:-default}',
  );
});

test('other references are errors, $${ is literal', () => {
  expect(refusal('admin:\n  token: ${TOKEN}')).toContain('"${TOKEN}" is not a reference');
  expect(withEnv('admin:\n  token: a$${env.B}', { B: 'x' }).admin.token).toBe('a${env.B}');
});

test('values of variables are never read as YAML structure', () => {
  expect(withEnv('admin:\n  token: ${env.T}', { T: 'x }\nserver: { port: 1 }' }).admin.token).toBe(
    'x }\nserver: { port: 1 }',
  );
});

test('an unquoted reference in braces comes with advice', () => {
  expect(refusal('admin: { token: ${env.T} }', { env: { T: 'x' } })).toContain('with quotes');
});
