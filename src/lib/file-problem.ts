/** What is wrong with a file, as the end of a sentence. `missing` is what is not there when it is not there. */
export const fileProblem = (error: unknown, missing: 'file' | 'folder' = 'file'): string => {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `there is no such ${missing}`;
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
    case 'EPERM':
      return 'the permission for it is missing';
    default:
      return String(message ?? error);
  }
};
