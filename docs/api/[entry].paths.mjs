import { apiPages } from '../../tools/docs/api-page.mjs';

export default { paths: apiPages };
