import { realpathSync, statSync, watch, type FSWatcher } from 'node:fs';
import { dirname, resolve } from 'node:path';

export interface WatchOptions {
  /** Called when a watched file has changed, appeared or gone, and then stayed the same for `debounce`. */
  onChange(): void;
  /** Milliseconds of quiet before `onChange`, so that a file that is being written is not read. Default 50. */
  readonly debounce?: number;
  /** Milliseconds between looks at the files, for file systems that report no changes. Default 1000. */
  readonly poll?: number;
}

export interface FileWatch {
  /** Sets the files to watch. What a file is like now is what later looks are compared with, so call it before reading. */
  set(files: readonly string[]): void;
  /** Looks at the files: true while one of them is changing, so that `onChange` is still to come. */
  isChanging(): boolean;
  close(): void;
}

/** Follows symbolic links, so that swapping a link (as Kubernetes does with a ConfigMap) is a change. */
const signature = (file: string): string => {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats ? `${stats.ino}:${stats.size}:${stats.mtimeNs}` : 'missing';
};

const safeSignature = (file: string): string => {
  try {
    return signature(file);
  } catch {
    return 'unreadable';
  }
};

const directoriesOf = (file: string): string[] => {
  try {
    return [dirname(file), dirname(realpathSync(file))];
  } catch {
    return [dirname(file)];
  }
};

class DirectoryFileWatch implements FileWatch {
  readonly #onChange: () => void;
  readonly #debounce: number;
  readonly #interval: NodeJS.Timeout;
  #signatures = new Map<string, string>();
  readonly #watchers = new Map<string, FSWatcher>();
  #timer: NodeJS.Timeout | undefined;

  constructor({ onChange, debounce = 50, poll = 1000 }: WatchOptions) {
    this.#onChange = onChange;
    this.#debounce = debounce;
    this.#interval = setInterval(() => this.#look(), poll);
  }

  set(files: readonly string[]): void {
    const paths = files.map((file) => resolve(file));
    this.#signatures = new Map(
      paths.map((path) => [path, this.#signatures.get(path) ?? safeSignature(path)]),
    );
    this.#watchDirectories();
  }

  isChanging(): boolean {
    this.#look();
    return this.#timer !== undefined;
  }

  close(): void {
    clearInterval(this.#interval);
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
    this.#signatures.clear();
  }

  #look(): void {
    let changed = false;
    for (const [path, before] of this.#signatures) {
      const now = safeSignature(path);
      if (now === before) continue;
      this.#signatures.set(path, now);
      changed = true;
    }
    if (!changed) return;
    // A swapped link may point into another directory.
    this.#watchDirectories();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#onChange();
    }, this.#debounce);
  }

  /** Directories and not files: a file that is replaced by a rename would be watched no longer. */
  #watchDirectories(): void {
    const wanted = new Set([...this.#signatures.keys()].flatMap(directoriesOf));
    for (const [directory, watcher] of this.#watchers) {
      if (wanted.has(directory)) continue;
      watcher.close();
      this.#watchers.delete(directory);
    }
    for (const directory of wanted) if (!this.#watchers.has(directory)) this.#watchDirectory(directory);
  }

  #watchDirectory(directory: string): void {
    try {
      const watcher = watch(directory, () => this.#look());
      watcher.on('error', () => {
        watcher.close();
        this.#watchers.delete(directory);
      });
      this.#watchers.set(directory, watcher);
    } catch {
      // No such directory, or no watches left: looking every `poll` milliseconds finds the change.
    }
  }
}

/** Watches files through their directories, and by looking at them now and then. Keeps the process alive until closed. */
export const watchFiles = (options: WatchOptions): FileWatch => new DirectoryFileWatch(options);
