/** Without the de-duplication of subgraph requests in flight that Hive Gateway has on by default. */
export const gatewayConfig = {
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: false } } },
};
