// Node 20 has these symbols in its main realm, but not in the one Jest makes for each test file.
for (const name of ['dispose', 'asyncDispose'] as const) {
  if (Symbol[name] === undefined)
    Object.defineProperty(Symbol, name, { value: Symbol.for(`Symbol.${name}`) });
}

/** Something to end with `close()`, or by leaving the block that declared it with `await using`. */
export interface Closable extends AsyncDisposable {
  close(): Promise<void>;
}

/** Makes `await using` call `close`, which from now on runs at most once. */
export function closable<T extends { close(): Promise<void> }>(value: T): T & Closable {
  const closeOnce = value.close.bind(value);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= closeOnce());
  return Object.defineProperties(value, {
    close: { value: close },
    [Symbol.asyncDispose]: { value: close },
  }) as T & Closable;
}
