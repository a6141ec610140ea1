'use client';

import '../main.js';

export function Listener({ server }) {
  return <p>On the server: {server}.</p>;
}
