export { addNullErrors } from './null-errors.js';
export { project } from './project.js';
export { isSelected } from './selected-path.js';
