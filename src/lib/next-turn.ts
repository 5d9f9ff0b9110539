/** Resolves when the event loop has looked after everything else once: between steps of work that nobody waits for. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
