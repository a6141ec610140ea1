import { isSupported } from 'undertone';
import { Listener } from './listener';

/** Rendered on the server, which may import the package, too. */
export default function Page() {
  return <Listener server={isSupported() ? 'supported' : 'not supported'} />;
}
