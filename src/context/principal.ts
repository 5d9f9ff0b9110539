/** Who asks, as the token, key or session proves it. One fixed shape, frozen, so that it can be shared by requests. */
export interface Principal {
  readonly kind: 'user' | 'service' | 'anonymous';
  /** Null for anonymous callers only. */
  readonly subject: string | null;
  /** Who vouches for the subject, as the token names it (RFC 7519 §4.1.1); null for anonymous callers. */
  readonly issuer: string | null;
  readonly roles: readonly string[];
  /** What it may do, those of its roles included. */
  readonly scopes: ReadonlySet<string>;
  readonly tier: string | null;
  readonly tenant: string | null;
  /** Everything that the token claims, verified; empty when there is none. */
  readonly claims: Readonly<Record<string, unknown>>;
  /**
   * Equal for requests that may share what was fetched for one of them, and different for any two whose proof differs.
   * Contains no secret. Empty for anonymous callers.
   */
  readonly sharingKey: string;
}

/** The principal of a request that proves nothing. */
export const ANONYMOUS: Principal = Object.freeze({
  kind: 'anonymous',
  subject: null,
  issuer: null,
  roles: Object.freeze([]) as readonly string[],
  scopes: new Set<string>() as ReadonlySet<string>,
  tier: null,
  tenant: null,
  claims: Object.freeze({}),
  sharingKey: '',
});
