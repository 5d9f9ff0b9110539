export { toPlainText } from './data-text.js';
export { addNullErrors } from './null-errors.js';
export { project } from './project.js';
export { clientPath } from './client-path.js';
export { writeText } from './write-text.js';
