/** The shipped worklet in wound time. */
import './wound-clock.js';
import '/dist/undertone.worklet.js';
