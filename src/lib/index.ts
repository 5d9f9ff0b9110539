export { builtModule, packageRoot } from './package-root.js';
