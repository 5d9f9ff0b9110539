export { addNullErrors } from './null-errors.js';
export { project } from './project.js';
