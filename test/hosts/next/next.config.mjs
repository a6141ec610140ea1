const development = process.env.NODE_ENV === 'development';

// Next.js writes scripts into its pages, and React's development build calls eval().
const script = `script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'${development ? " 'unsafe-eval'" : ''}`;
const policy = `default-src 'self'; style-src 'self' 'unsafe-inline'; ${script}; worker-src 'self'; connect-src 'self' ws:`;

const headers = [
  { key: 'Content-Security-Policy', value: policy },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Embedder-Policy', value: 'require-corp' },
];

// As a new app of create-next-app has it: nothing may read the time while a page is rendered.
export default { cacheComponents: true, headers: () => [{ source: '/:path*', headers }] };
