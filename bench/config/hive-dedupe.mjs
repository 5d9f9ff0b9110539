/** Identical client requests in flight are executed once; subgraph requests too, which is Hive Gateway's default. */
export const gatewayConfig = { inboundInflightRequestDeduplication: true };
