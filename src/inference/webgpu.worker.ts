import * as ort from 'onnxruntime-web/webgpu';
import { serve } from './host.js';

serve(ort);
