import * as ort from 'onnxruntime-web/webgpu';
import { serve } from './api.js';

serve(ort);
