export { healthRoutes, type Readiness } from './routes.js';
