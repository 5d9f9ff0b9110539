import { z } from 'zod';
import { duration, headerName, httpUrl, text } from '../scalars.js';

const issuer = z.strictObject({
  issuer: text().describe('Expected `iss` claim.'),
  jwks: text().describe('URL or file of the key set.'),
  audiences: z.array(text()).default([]).describe('Accepted `aud` claims; empty: any.'),
  algorithms: z.array(text()).default(['RS256', 'ES256', 'EdDSA']).describe('Accepted signature algorithms.'),
  clockTolerance: duration({ max: '10m' }).prefault('30s').describe('Clock difference forgiven, 0s to 10m.'),
});

const source = z.union([
  z.strictObject({
    header: headerName().describe('Header that carries the token.'),
    scheme: text().optional().describe('Scheme before the token.'),
  }),
  z.strictObject({ cookie: text().describe('Cookie that carries the token.') }),
]);

const claims = z.strictObject({
  subject: text().default('sub').describe('Claim that names the principal.'),
  roles: text().default('roles').describe('Claim with the roles.'),
  scopes: text().default('scope').describe('Claim with the scopes.'),
  tier: text().default('tier').describe('Claim with the tier.'),
  tenant: text().default('tenant').describe('Claim with the tenant.'),
});

const jwt = z.strictObject({
  issuers: z.array(issuer).default([]).describe('Token issuers that are believed.'),
  sources: z
    .array(source)
    .default([{ header: 'Authorization', scheme: 'Bearer' }])
    .describe('Where the token is looked for, in order.'),
  claims: claims.prefault({}).describe('Which claim means what.'),
  cacheTtl: duration().prefault('60s').describe('How long a checked token is remembered; 0s: not at all.'),
});

const revocation = z.strictObject({
  enabled: z.boolean().default(true).describe('Refuse revoked tokens.'),
  onStoreError: z
    .enum(['grace', 'deny', 'allow'])
    .default('grace')
    .describe('When the store fails: grace (known good tokens pass for a while), deny or allow.'),
  grace: duration().prefault('60s').describe('How long known good tokens pass while the store fails.'),
});

const role = z.strictObject({
  scopes: z.array(text()).default([]).describe('Scopes of the role.'),
  inherits: z.array(text()).default([]).describe('Roles whose scopes are included.'),
});

const apiKeys = z.strictObject({
  enabled: z.boolean().default(false).describe('Accept API keys.'),
  header: headerName().default('X-API-Key').describe('Header that carries the key.'),
});

const mfa = z.strictObject({
  enabled: z.boolean().default(true).describe('Offer a second factor.'),
  required: z.boolean().default(false).describe('Demand a second factor.'),
});

const sessions = z.strictObject({
  enabled: z.boolean().default(false).describe('Log in users and issue tokens.'),
  issuer: httpUrl().default('http://127.0.0.1:4000').describe('`iss` claim of issued tokens.'),
  accessTokenTtl: duration({ min: '1s' }).prefault('10m').describe('Life of an access token, at least 1s.'),
  refreshTokenTtl: duration({ min: '1s', max: '365d' })
    .prefault('30d')
    .describe('Life of a refresh token, 1s to 365d.'),
  mfa: mfa.prefault({}).describe('Second factor.'),
});

const provider = z.strictObject({
  issuer: httpUrl().describe('OpenID Connect issuer.'),
  clientId: text().describe('Client id.'),
  clientSecret: text().describe('Client secret; write ${env.NAME}.'),
  scopes: z.array(text()).default(['openid', 'email']).describe('Scopes asked for.'),
});

const oauth = z.strictObject({
  providers: z.record(z.string(), provider).default({}).describe('OpenID Connect providers, by name.'),
});

const directives = z.strictObject({
  unauthorized: z
    .enum(['filter', 'reject'])
    .default('filter')
    .describe('Fields the caller may not see: filter (partial data) or reject (no data).'),
  dryRun: z.boolean().default(false).describe('Only log what would be refused.'),
});

const forwardHeaders = z.strictObject({
  subject: headerName().default('x-user-id').describe('Header with the principal.'),
  roles: headerName().default('x-user-roles').describe('Header with the roles.'),
  scopes: headerName().default('x-user-scopes').describe('Header with the scopes.'),
  tier: headerName().default('x-user-tier').describe('Header with the tier.'),
  tenant: headerName().default('x-tenant-id').describe('Header with the tenant.'),
});

const forward = z.strictObject({
  headers: forwardHeaders.prefault({}).describe('Names of the headers.'),
});

/** `auth`: who the caller is, and what is told to subgraphs. */
export const auth = z.strictObject({
  required: z.boolean().default(false).describe('Every operation needs a principal.'),
  jwt: jwt.prefault({}).describe('JSON Web Tokens.'),
  revocation: revocation.prefault({}).describe('Revoked tokens.'),
  roles: z.record(z.string(), role).default({}).describe('Roles, by name.'),
  apiKeys: apiKeys.prefault({}).describe('API keys.'),
  sessions: sessions.prefault({}).describe('Log-in by the gateway itself.'),
  oauth: oauth.prefault({}).describe('Log-in through other providers.'),
  directives: directives.prefault({}).describe('@authenticated, @requiresScopes and @policy.'),
  forward: forward.prefault({}).describe('What subgraphs learn of the principal.'),
});
