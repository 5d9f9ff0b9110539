export { toPlainText } from './data-text.js';
export { addNullErrors } from './null-errors.js';
export { project } from './project.js';
export { isSelected } from './selected-path.js';
export { writeText } from './write-text.js';
