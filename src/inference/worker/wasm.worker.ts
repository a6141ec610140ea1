import * as ort from 'onnxruntime-web/wasm';
import { serve } from './api.js';

serve(ort);
