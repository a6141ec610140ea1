import * as ort from 'onnxruntime-web/wasm';
import { serve } from './host.js';

serve(ort);
